using MySpinBot.Core.Manifests;
using MySpinBot.Core.Messages;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Working;

/// <summary>Tells a job's manifest: as a part of its event where it is small, else as an artifact that the event names, so that who follows a large job need not take all of it.</summary>
internal static class ManifestPost
{
    private const int MostInEvent = 32 << 10;

    // A node takes some 400 bytes; of fewer than these it is not worth looking.
    private const int FewNodes = 32;

    /// <summary>Tells it.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="engine">Whose artifacts it may become one of.</param>
    /// <param name="tell">Hears the event.</param>
    /// <param name="report">Hears where it could not be kept.</param>
    public static async Task SendAsync(RunManifest manifest, Engine engine, Action<RunEvent> tell, Action<string> report)
    {
        if (manifest is { Nodes.Count: <= FewNodes, Inputs: null } || ManifestForm.Write(manifest) is not { Length: > MostInEvent } large)
        {
            tell(new RunRecorded(manifest, null));
            return;
        }

        try
        {
            tell(new RunRecorded(null, await engine.Results.Artifacts.PutAsync(large, "application/json", CancellationToken.None)));
        }
        catch (NodeFailure full)
        {
            report($"The manifest of a job could not be kept: {full.Message}");
        }
    }
}
