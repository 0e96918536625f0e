using System.Collections.Immutable;

namespace MySpinBot.Core.Jobs;

/// <summary>Jobs that were handed in at once.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Sequence">Its place in the order in which batches were accepted.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Name">What people call it; null where nobody named it.</param>
/// <param name="Jobs">How many it had when it was accepted; some may have been forgotten since.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
public sealed record JobBatch(Guid Id, long Sequence, string Owner, string? Name, int Jobs, DateTimeOffset AcceptedAt);

/// <summary>Jobs to be taken at once, all or none.</summary>
/// <param name="Id">The batch's id.</param>
/// <param name="Owner">Whose it will be.</param>
/// <param name="Jobs">At least one.</param>
public sealed record BatchSubmission(Guid Id, string Owner, ImmutableArray<JobSubmission> Jobs)
{
    /// <summary>What people call it.</summary>
    public string? Name { get; init; }

    /// <summary>Two submissions of one owner with one key are one batch; null where none was given.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>What became of a batch.</summary>
/// <param name="Verdict">Whether it was taken; <see cref="AcceptanceVerdict.KeyTaken"/> also where the key stands for a single job.</param>
/// <param name="Batch">The batch: the new one, or the one that was there; null where the key stands for something else.</param>
/// <param name="Jobs">The new jobs in their order; none where nothing was taken.</param>
public sealed record BatchAcceptance(AcceptanceVerdict Verdict, JobBatch? Batch, ImmutableArray<Job> Jobs);
