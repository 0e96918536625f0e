using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Events;
using MySpinBot.Server.Rest.Jobs;
using MySpinBot.Server.Rest.Submitting;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Hub;

/// <summary>What can be watched and said over SignalR. Everything watched is a stream that its reader pulls, at his own pace; nothing is broadcast.</summary>
internal sealed class LiveHub(JobDesk desk, JobFeeds feeds, JobIntake intake, JobActs acts, LiveSeats seats, QueueBoard board, WorkerNews worker, WeightNews weights) : Microsoft.AspNetCore.SignalR.Hub
{
    private string Owner => Context.GetHttpContext()!.Owner();

    /// <summary>News of a job: kept events after a number, in order, each <c>{number, type, data}</c>; what is transient has no number. Ends with the job.</summary>
    public IAsyncEnumerable<RawJson> Watch(Guid job, long from, CancellationToken cancellation)
        => desk.Find(job, Owner) is null ? throw Requests.NoJob($"{job:D}") : Seated(Told(feeds.Watch(job, Math.Max(0, from), cancellation), cancellation), cancellation);

    /// <summary>The queue as it is, and again whenever it changes, ten times a second at most.</summary>
    public IAsyncEnumerable<RawJson> Queue(CancellationToken cancellation) => Seated(board.WatchAsync(Owner, cancellation), cancellation);

    /// <summary>How the worker fares and what lies in whose memory, and again whenever that changes.</summary>
    public IAsyncEnumerable<RawJson> Ledger(CancellationToken cancellation) => Seated(worker.WatchLedgerAsync(cancellation), cancellation);

    /// <summary>One's pulls of models that have not ended, now and four times a second at most while they change; one that ends comes once more.</summary>
    public IAsyncEnumerable<RawJson> Pulls(CancellationToken cancellation) => Seated(weights.WatchAsync(Owner, cancellation), cancellation);

    /// <summary>What worker and plugins say outside of jobs, from now on. A slow reader misses what is old.</summary>
    public IAsyncEnumerable<RawJson> Logs(CancellationToken cancellation) => Seated(worker.WatchLogsAsync(cancellation), cancellation);

    /// <summary>Hands in a job: what POST /api/v1/jobs takes.</summary>
    /// <param name="submission">The body.</param>
    /// <param name="idempotencyKey">Two submissions with one key are one job; null for none.</param>
    /// <returns>The job.</returns>
    public async Task<RawJson> Submit(RawJson submission, string? idempotencyKey)
        => Tell((await intake.SubmitAsync(Owner, submission.Bytes, idempotencyKey, Context.ConnectionAborted)).Job);

    /// <summary>Cancels a job.</summary>
    /// <returns>The job.</returns>
    public async Task<RawJson> Cancel(Guid job) => Tell(await acts.CancelAsync(Owner, job, null));

    /// <summary>Has a job that failed or was cancelled run again.</summary>
    /// <returns>The job.</returns>
    public async Task<RawJson> Retry(Guid job) => Tell(await acts.RetryAsync(Owner, job));

    private static async IAsyncEnumerable<RawJson> Told(IAsyncEnumerable<JobNews> all, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var news in all.WithCancellation(cancellation))
        {
            yield return new RawJson(JsonAnswer.Bytes(news, static (writer, told) => NewsText.WriteObject(writer, told)));
        }
    }

    // The place is taken at once, so that whoever gets none is told why.
    private IAsyncEnumerable<RawJson> Seated(IAsyncEnumerable<RawJson> stream, CancellationToken cancellation) => Seated(stream, seats.Take(Context), cancellation);

    private static async IAsyncEnumerable<RawJson> Seated(IAsyncEnumerable<RawJson> stream, IDisposable seat, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using (seat)
        {
            await foreach (var item in stream.WithCancellation(cancellation))
            {
                yield return item;
            }
        }
    }

    private RawJson Tell(Core.Jobs.Job job) => new(JsonAnswer.Bytes((job, place: desk.PlaceOf(job.Id)), static (writer, told) => JobJson.Write(writer, told.job, told.place)));
}
