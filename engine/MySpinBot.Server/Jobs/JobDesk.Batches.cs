using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Jobs.Forecasting;
using MySpinBot.Server.Jobs.Live;
using MySpinBot.Server.Tracing;

namespace MySpinBot.Server.Jobs;

// How jobs come in together, and which stay.
public sealed partial class JobDesk
{
    // So many are asked to stop at once.
    private const int CancelledAtOnce = 64;

    /// <summary>Takes jobs whose graphs were checked: all, by one commit, or none.</summary>
    /// <param name="batch">The jobs.</param>
    /// <param name="terms">How each is run.</param>
    /// <exception cref="ServerRefusal">The queue has not so much room, the disk is full, or the server is stopping.</exception>
    public async Task<BatchAcceptance> SubmitAsync(BatchSubmission batch, IReadOnlyList<JobTerms> terms)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(terms);
        Admission place;
        try
        {
            place = Admit(batch.Jobs.Length);
        }
        catch (ServerRefusal full) when (full.Kind is RefusalKind.TooMany or RefusalKind.DiskFull && _store.Known(batch) is { } known)
        {
            return known; // It needs no room: it has it.
        }

        using var held = place;
        var told = Json(new JobQueued(Now, IncomingTrace.Current));
        var acceptance = await StoringAsync(() => _store.AcceptAllAsync(batch with { Jobs = [.. batch.Jobs.Select(job => job with { Told = [told] })] }));
        for (var i = 0; i < acceptance.Jobs.Length; i++)
        {
            Welcome(acceptance.Jobs[i], batch.Jobs[i], terms[i], told);
        }

        return acceptance;
    }

    /// <summary>A batch with how many of its jobs are in which state; null where there is none of this id, or it is another owner's.</summary>
    public BatchStanding? FindBatch(Guid id, string owner)
        => _store.Reader.FindBatch(id) is { } batch && batch.Owner == owner ? new BatchStanding(batch, _store.Reader.CountsOf(id)) : null;

    /// <summary>A page of an owner's batches, the latest first.</summary>
    public IReadOnlyList<BatchStanding> Batches(string owner, long before, int most)
        => [.. _store.Reader.Batches(owner, before, most).Select(batch => new BatchStanding(batch, _store.Reader.CountsOf(batch.Id)))];

    /// <summary>The jobs of a batch that are there, in the order in which they were handed in.</summary>
    public IReadOnlyList<Guid> JobsOf(Guid batch) => _store.Reader.JobsOf(batch);

    /// <summary>Cancels the jobs of a batch that have not ended.</summary>
    public async Task CancelBatchAsync(Guid batch, string reason)
    {
        foreach (var some in _store.Reader.JobsOf(batch, unfinished: true).Chunk(CancelledAtOnce))
        {
            await Task.WhenAll(some.Select(id => CancelAsync(id, reason)));
        }
    }

    /// <summary>Has a job stay when old ones are forgotten, or no longer.</summary>
    /// <returns>The job; null where there is none of this id.</returns>
    public async Task<Job?> KeepAsync(Guid id, bool isKept)
    {
        if (_live.TryGetValue(id, out var live))
        {
            return (await AskAsync(live, Asked(new JobKept(isKept)))).Job;
        }

        return (await StoringAsync(() => _store.StepAsync(new JobStep(id, new JobKept(isKept), [])))).Job;
    }

    /// <summary>The catalog, once it is known.</summary>
    internal ValueTask<KnownCatalog> CatalogAsync(CancellationToken cancellation) => _catalog(cancellation);

    private void Welcome(Job accepted, JobSubmission submission, JobTerms terms, byte[] told)
    {
        var job = new LiveJob(accepted) { Shape = GraphShape.Of(submission.Document.Span) };
        lock (_gate)
        {
            _contents.Keep(job, new JobContent(submission.Document, terms), submission.Options.Length);
            _live[job.Id] = job;
        }

        Interlocked.Increment(ref _unfinished);
        Feeds.Publish(accepted, [new StoredNews(job.Id, 1, told)]);
        Welcome(job);
    }
}
