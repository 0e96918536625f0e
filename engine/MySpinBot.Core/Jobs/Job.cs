using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace MySpinBot.Core.Jobs;

/// <summary>What is known of a job: a graph that somebody handed in to be run.</summary>
public sealed record Job
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its place in the order in which jobs were accepted, from 1; never used twice.</summary>
    public required long Sequence { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Owner { get; init; }

    /// <summary>What people call it; null where nobody named it.</summary>
    public string? Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>Higher ones go first.</summary>
    public int Priority { get; init; }

    /// <summary>Among jobs of one priority and owner, smaller ones go first.</summary>
    public double Number { get; init; }

    /// <summary>How often a run of it was begun.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When its latest run began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Number of its latest event; 0 before the first.</summary>
    public long LastEvent { get; init; }

    /// <summary>Its calls that were running when a worker died, and have not ended well since.</summary>
    public ImmutableArray<SuspectCall> Suspects { get; init; } = [];

    /// <summary>Why it failed or was cancelled, or, of one that has not ended, is to be cancelled: as a sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>The batch that it was handed in with; null where it came alone.</summary>
    public Guid? Batch { get; init; }

    /// <summary>What its owner noted on it: texts by names, as a JSON object on one line; null for nothing.</summary>
    public string? Labels { get; init; }

    /// <summary>Whether it stays when old jobs are forgotten.</summary>
    public bool IsKept { get; init; }

    /// <summary>Whether somebody is called for it alone.</summary>
    public bool HasWebhook { get; init; }
}

/// <summary>Where a job stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobState>))]
public enum JobState
{
    /// <summary>It waits for its turn.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>A worker has it.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>Every target was made.</summary>
    [JsonStringEnumMemberName("succeeded")]
    Succeeded,

    /// <summary>Something failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Somebody cancelled it.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}

/// <summary>What states mean.</summary>
public static class JobStates
{
    /// <summary>Whether nothing more will become of the job.</summary>
    public static bool IsEnd(this JobState state) => state is JobState.Succeeded or JobState.Failed or JobState.Cancelled;
}
