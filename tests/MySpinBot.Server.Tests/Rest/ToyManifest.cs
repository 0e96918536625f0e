using MySpinBot.Core.Manifests;
using MySpinBot.Core.Messages;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Tests.Rest;

/// <summary>Manifests of runs that never were.</summary>
internal static class ToyManifest
{
    /// <summary>One node 'read' that read these files and saved these results.</summary>
    public static RunManifest Run(IEnumerable<ManifestFile>? files = null, IEnumerable<ManifestResult>? saved = null) => new()
    {
        At = DateTimeOffset.UnixEpoch,
        Outcome = RunOutcome.Succeeded,
        Engine = new EngineIdentity("0.1.0", "abc"),
        Platform = new PlatformIdentity("Debian", "x64", "10.0.0", "avx2"),
        Targets = ["read"],
        Types = new Dictionary<string, ManifestType> { ["Read"] = new(1, ContentId.Of("toys"u8), "toys", "1.0.0", ManifestRepeatability.Exact) },
        Nodes = [new ManifestNode { Id = "read", ClassType = "Read", State = ManifestState.Ran, Settings = ContentId.Of("set"u8), Files = files?.ToList(), Outputs = [ContentId.Of("out"u8), null], Saved = saved?.ToList() }],
    };
}
