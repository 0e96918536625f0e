using System.Collections.Immutable;
using MySpinBot.Core.Jobs;
using MySpinBot.Storage.Committing;

namespace MySpinBot.Storage.Jobs;

// Batches, and jobs that may be forgotten.
public sealed partial class JobReader
{
    /// <summary>A batch; null where there is none of this id.</summary>
    public JobBatch? FindBatch(Guid id) => Read($"SELECT {JobRow.BatchColumns} FROM batches WHERE id = $id", [("$id", id.ToByteArray())], JobRow.Batch).FirstOrDefault();

    /// <summary>A page of an owner's batches, the latest first.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="before">Only those that were accepted before the one with this sequence.</param>
    /// <param name="most">The most that are given.</param>
    public ImmutableArray<JobBatch> Batches(string owner, long before, int most)
        => [.. Read($"SELECT {JobRow.BatchColumns} FROM batches WHERE owner = $owner AND seq < $before ORDER BY seq DESC LIMIT $most", [("$owner", owner), ("$before", before), ("$most", most)], JobRow.Batch)];

    /// <summary>How many jobs of a batch are in which state. Those that were forgotten are in none.</summary>
    public ImmutableArray<(JobState State, int Jobs)> CountsOf(Guid batch)
        => [.. Read("SELECT state, count(*) FROM jobs WHERE batch = $batch GROUP BY state", [("$batch", batch.ToByteArray())], row => ((JobState)row.GetInt32(0), row.GetInt32(1)))];

    /// <summary>Jobs of a batch in the order in which they were handed in.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="unfinished">Whether only those that have not ended.</param>
    public ImmutableArray<Guid> JobsOf(Guid batch, bool unfinished = false)
        => [.. Read($"SELECT id FROM jobs WHERE batch = $batch{(unfinished ? " AND state < 2" : "")} ORDER BY seq", [("$batch", batch.ToByteArray())], row => new Guid((byte[])row.GetValue(0)))];

    /// <summary>The owners that have jobs, one after the other.</summary>
    /// <param name="after">The one before; null for the first.</param>
    public string? NextOwner(string? after)
        => Read<string?>("SELECT min(owner) FROM jobs WHERE owner > $after", [("$after", after ?? "")], row => row.IsDBNull(0) ? null : row.GetString(0))[0];

    /// <summary>Jobs that may be forgotten because they are old: they have ended before a time, and are not to stay. Looks no further than at the first that was accepted after that time.</summary>
    /// <param name="before">The time.</param>
    /// <param name="most">The most that are given.</param>
    public ImmutableArray<Guid> Old(DateTimeOffset before, int most)
        => [.. Read(
            "SELECT id FROM jobs WHERE seq < coalesce((SELECT seq FROM jobs WHERE accepted_at >= $before ORDER BY seq LIMIT 1), 9223372036854775807) AND state >= 2 AND kept = 0 AND ended_at < $before ORDER BY seq LIMIT $most",
            [("$before", before.ToUnixTimeMilliseconds()), ("$most", most)],
            row => new Guid((byte[])row.GetValue(0)))];

    /// <summary>Jobs that may be forgotten because their owner has newer ones: the oldest of those that have ended and are not to stay, but for the latest so many.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="kept">How many he keeps.</param>
    /// <param name="most">The most that are given.</param>
    public ImmutableArray<Guid> Outnumbered(string owner, int kept, int most)
        => [.. Read(
            "SELECT id FROM jobs WHERE owner = $owner AND state >= 2 AND kept = 0 AND seq <= (SELECT seq FROM jobs WHERE owner = $owner AND state >= 2 AND kept = 0 ORDER BY seq DESC LIMIT 1 OFFSET $kept) ORDER BY seq LIMIT $most",
            [("$owner", owner), ("$kept", kept), ("$most", most)],
            row => new Guid((byte[])row.GetValue(0)))];
}
