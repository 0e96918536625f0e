using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Manifests;

/// <summary>What stands around a run: the engine, the machine, and what was handed in with the graph.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Platform">The machine.</param>
public sealed record ManifestGround(EngineIdentity Engine, PlatformIdentity Platform)
{
    /// <summary>Version of a plugin's assembly, by the plugin's name; null where that is not known.</summary>
    public Func<string, string?> PluginVersion { get; init; } = static _ => null;

    /// <summary>Libraries of the host that a plugin uses, and their versions.</summary>
    public Func<string, IEnumerable<KeyValuePair<string, string>>> Libraries { get; init; } = static _ => [];

    /// <summary>Content id of the document as it was handed in; null where there is none.</summary>
    public ContentId? Graph { get; init; }

    /// <summary>What the graph's named inputs were given.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Inputs { get; init; }
}
