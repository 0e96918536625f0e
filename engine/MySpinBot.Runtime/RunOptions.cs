using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Manifests;
using MySpinBot.Core.Validation;

namespace MySpinBot.Runtime;

/// <summary>How a graph is run.</summary>
public sealed record RunOptions
{
    /// <summary>From this many strikes on a suspect is not tried again.</summary>
    public const int MostStrikes = 2;

    /// <summary>Whether to run what is known again and compare.</summary>
    public bool Check { get; init; }

    /// <summary>The whole graph, where a part of it is run: in a cache mode that keeps what belongs to the graph, the results of the rest stay. Null where all is run.</summary>
    public ValidGraph? Whole { get; init; }

    /// <summary>The document as it was submitted, for embedding in what is saved; null for none.</summary>
    public JsonElement? Document { get; init; }

    /// <summary>What the graph is called in the journal that says why nodes ran; null to keep none.</summary>
    public string? GraphName { get; init; }

    /// <summary>The job that this is a run of, for <see cref="EngineOptions.RunningCallsFile"/>; null for none.</summary>
    public Guid? Job { get; init; }

    /// <summary>Calls that were running when a process of this job died. Each runs alone in the process; one with <see cref="MostStrikes"/> fails instead.</summary>
    public ImmutableArray<SuspectCall> Suspects { get; init; } = [];

    /// <summary>How often and how long steps are tried, by node id; <c>*</c> for all others. Values that make no sense are taken for the nearest that do.</summary>
    public IReadOnlyDictionary<string, StepPolicy> Policies { get; init; } = ImmutableDictionary<string, StepPolicy>.Empty;

    /// <summary>What programs of ComfyUI's want embedded in saved files (<c>extra_pnginfo</c>): an object, each of whose members is embedded under its name; null for none.</summary>
    public JsonElement? ExtraPngInfo { get; init; }

    /// <summary>Path of the file of output names that were reserved for the job, so that a later run of it saves under the same. A run that ends removes it,
    /// also where it fails or is cancelled; one whose process dies, or that is interrupted, leaves it. Null where no other run takes this one up.</summary>
    public string? OutputJournal { get; init; }

    /// <summary>Whether <see cref="OutputJournal"/> stays when the run ends: for who removes it himself once it is settled that there will be no other run.</summary>
    public bool KeepsOutputJournal { get; init; }

    /// <summary>Stops the run as cancelling it does, but to be taken up by another process: this one ends. What a later run of the job needs is left.</summary>
    public CancellationToken Interruption { get; init; }

    /// <summary>Awaited before each call begins, with what cancels it: whoever hears the events can hold back what would make more of them. Null for nothing.</summary>
    public Func<CancellationToken, ValueTask>? BeforeCalls { get; init; }

    /// <summary>What was handed in, for the run's manifest (<see cref="RunSummary.Manifest"/>); null to write none.</summary>
    public HandedIn? Manifest { get; init; }

    /// <summary>A recorded run that this one has to be the same as: nothing runs where anything differs (see <see cref="Engine.CompareAsync"/>), a node fails where that shows only while it runs,
    /// and outputs that differ are told (<see cref="Core.Messages.ResultDiffered"/>). Null for none.</summary>
    public RunManifest? Strict { get; init; }

    /// <summary>How long calls that were told to stop may take before the run ends without them; null for ten seconds.</summary>
    public TimeSpan? Grace { get; init; }
}

/// <summary>What stands in a manifest beside what the run itself knows.</summary>
/// <param name="Graph">Content id of the document as it was handed in; null where there is none.</param>
/// <param name="Inputs">What the graph's named inputs were given.</param>
public sealed record HandedIn(Sdk.ContentId? Graph, IReadOnlyDictionary<string, JsonElement>? Inputs = null)
{
    /// <summary>What was handed in as these bytes.</summary>
    public static HandedIn Of(ReadOnlyMemory<byte> document, IReadOnlyDictionary<string, JsonElement>? inputs = null) => new(Artifacts.TreeHash.Of(document), inputs);
}
