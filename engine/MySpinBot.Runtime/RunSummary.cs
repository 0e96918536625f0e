using System.Collections.Immutable;
using MySpinBot.Core.Manifests;
using MySpinBot.Core.Messages;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime;

/// <summary>How a run went.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Ran">Nodes that ran.</param>
/// <param name="Reused">Nodes that were reused.</param>
/// <param name="Failed">Nodes that failed.</param>
/// <param name="Skipped">Nodes that were skipped.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Files">The files in the output folder, new or put back.</param>
/// <param name="LeftBehind">Whether calls that were told to stop go on all the same. What they hold ends with the process.</param>
public sealed record RunSummary(RunOutcome Outcome, int Ran, int Reused, int Failed, int Skipped, double Seconds, ImmutableArray<SavedFile> Files, bool LeftBehind = false)
{
    /// <summary>What the run rested on and what came of it; null where none was wanted, or the run was over before anything was planned.</summary>
    public RunManifest? Manifest { get; init; }
}
