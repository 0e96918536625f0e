using MySpinBot.Sdk;

namespace MySpinBot.Core.Results;

/// <summary>Where an artifact lies in a folder of artifacts: <c>ab/cd/abcd…</c>.</summary>
public static class ArtifactPlace
{
    /// <summary>The path of an artifact, relative to its folder.</summary>
    public static string Of(ContentId id)
    {
        var name = id.ToString();
        return Path.Join(name[..2], name[2..4], name);
    }
}
