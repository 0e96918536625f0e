using System.Collections.Immutable;
using System.Security.Cryptography;
using MySpinBot.Core.Jobs;
using MySpinBot.Storage.Committing;

namespace MySpinBot.Storage.Jobs;

// How jobs are taken together.
public sealed partial class JobStore
{
    /// <summary>Takes jobs at once, all or none. When the task completes with <see cref="AcceptanceVerdict.Accepted"/>, all of them are on disk.</summary>
    /// <exception cref="StorageFault">They could not be stored; none is accepted.</exception>
    public Task<BatchAcceptance> AcceptAllAsync(BatchSubmission batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var digest = batch.IdempotencyKey is null ? null : Digest(batch);
        return _commit.WriteAsync(transaction => AcceptAll(transaction, batch, digest));
    }

    /// <summary>The batch that a submission's key stands for already; null where it has none, or nobody has used it. Looks only.</summary>
    public BatchAcceptance? Known(BatchSubmission batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.IdempotencyKey is { } key && Reader.FindKey(batch.Owner, key) is { } known ? Verdict(known, Digest(batch), Reader.FindBatch) : null;
    }

    private BatchAcceptance AcceptAll(WriteTransaction transaction, BatchSubmission batch, byte[]? digest)
    {
        var statements = transaction.Statements;
        if (digest is not null && statements.FindKey(batch.Owner, batch.IdempotencyKey!) is { } known)
        {
            return Verdict(known, digest, statements.FindBatch);
        }

        if (statements.FindBatch(batch.Id) is not null || batch.Jobs.Any(job => statements.Find(job.Id) is not null))
        {
            return new BatchAcceptance(AcceptanceVerdict.IdTaken, null, []);
        }

        var accepted = new JobBatch(batch.Id, statements.LastBatch() + 1, batch.Owner, batch.Name, batch.Jobs.Length, Now);
        statements.Insert(accepted);
        var jobs = ImmutableArray.CreateBuilder<Job>(batch.Jobs.Length);
        foreach (var submission in batch.Jobs)
        {
            jobs.Add(Insert(transaction, submission, batch.Id));
        }

        if (digest is not null)
        {
            statements.InsertKey(batch.Owner, batch.IdempotencyKey!, jobs[0].Sequence, digest);
        }

        return new BatchAcceptance(AcceptanceVerdict.Accepted, accepted, jobs.MoveToImmutable());
    }

    private static BatchAcceptance Verdict((Job Job, byte[] Digest) known, byte[] digest, Func<Guid, JobBatch?> find)
        => known.Job.Batch is { } batch && known.Digest.AsSpan().SequenceEqual(digest) && find(batch) is { } there
            ? new BatchAcceptance(AcceptanceVerdict.Known, there, [])
            : new BatchAcceptance(AcceptanceVerdict.KeyTaken, null, []);

    private static byte[] Digest(BatchSubmission batch)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("batch"u8);
        foreach (var job in batch.Jobs)
        {
            Append(hash, job);
        }

        return hash.GetHashAndReset();
    }
}
