using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MySpinBot.Core.Messages;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Explaining;

/// <summary>What became of a node in a run, what it was given, and why.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="ClassType">Its type.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="Given">What it was given.</param>
public sealed record StepRecord(string NodeId, string ClassType, StepFate Fate, StepInputs Given)
{
    /// <summary>Identity of the code that ran; null where it is not known.</summary>
    public ContentId? Code { get; init; }

    /// <summary>Why it ran, where it did.</summary>
    public RunReason? RanBecause { get; init; }

    /// <summary>How its result was found, where it was reused.</summary>
    public ReuseReason? ReusedBecause { get; init; }

    /// <summary>The node whose failure kept it from running, where one did.</summary>
    public string? SkippedBecauseOf { get; init; }

    /// <summary>Whether this is of an earlier run: the last one never looked at the node, because what is below it was known.</summary>
    public bool IsEarlier { get; init; }

    /// <summary>The explanation: whole sentences, compared with the run before.</summary>
    public ImmutableArray<string> Why { get; init; } = [];
}

/// <summary>What became of a node in a run.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepFate>))]
public enum StepFate
{
    /// <summary>It began and did not end.</summary>
    [JsonStringEnumMemberName("unfinished")]
    Unfinished,

    /// <summary>It ran and ended well.</summary>
    [JsonStringEnumMemberName("ran")]
    Ran,

    /// <summary>Its result was known.</summary>
    [JsonStringEnumMemberName("reused")]
    Reused,

    /// <summary>It failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It did not run because another failed or the run was cancelled.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,
}

/// <summary>The last run of a graph.</summary>
/// <param name="Graph">What the graph is called: its path, as a rule.</param>
/// <param name="At">When the run began.</param>
/// <param name="Steps">Its nodes in the order they began or were found.</param>
public sealed record RunRecord(string Graph, DateTimeOffset At, ImmutableArray<StepRecord> Steps);
