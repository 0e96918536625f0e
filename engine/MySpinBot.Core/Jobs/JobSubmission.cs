using System.Collections.Immutable;

namespace MySpinBot.Core.Jobs;

/// <summary>What somebody hands in.</summary>
/// <param name="Id">The job's id.</param>
/// <param name="Owner">Whose it will be.</param>
/// <param name="Document">The graph as it came, JSON.</param>
/// <param name="Options">How it is to be run, JSON: inputs, targets, and what the face that took it wants to find again.</param>
public sealed record JobSubmission(Guid Id, string Owner, ReadOnlyMemory<byte> Document, ReadOnlyMemory<byte> Options)
{
    /// <summary>What people call it.</summary>
    public string? Name { get; init; }

    /// <summary>Higher ones go first.</summary>
    public int Priority { get; init; }

    /// <summary>Its place among jobs of one priority and owner; null for behind all that were accepted before.</summary>
    public double? Number { get; init; }

    /// <summary>Two submissions of one owner with one key are one job; null where none was given.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>What its owner notes on it: texts by names.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Whom to call when something becomes of it; null for nobody.</summary>
    public JobWebhook? Webhook { get; init; }

    /// <summary>Whether it stays when old jobs are forgotten.</summary>
    public bool IsKept { get; init; }

    /// <summary>Its first events, as JSON on one line each: stored with it where it is accepted.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Told { get; init; } = [];
}

/// <summary>What became of a submission.</summary>
/// <param name="Job">The job: the new one, or the one that was there.</param>
/// <param name="Verdict">Which.</param>
public sealed record Acceptance(Job Job, AcceptanceVerdict Verdict);

/// <summary>What became of a submission.</summary>
public enum AcceptanceVerdict
{
    /// <summary>It is a job now, and on disk.</summary>
    Accepted,

    /// <summary>The same was handed in before under this key; that job stands for it.</summary>
    Known,

    /// <summary>Something else was handed in before under this key: the caller has to choose another.</summary>
    KeyTaken,

    /// <summary>There is a job with this id: the caller has to choose another.</summary>
    IdTaken,
}
