using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Jobs;

namespace MySpinBot.Server.Rest.Waiting;

/// <summary>Answers whoever handed in a job, or asks for one: at once, or, where he prefers to wait, when it has ended. Who waits holds a task and a timer, and lets go of both when he leaves.</summary>
internal sealed class JobWaiting(JobDesk desk, IHostApplicationLifetime life, ServerOptions options)
{
    // Each holds a request. So many of those that there may be at once are left to others; it is but a preference, and who is one too many is answered at once.
    private readonly int _most = Math.Max(1, options.Limits.Connections / 2);
    private int _waiting;

    /// <summary>How many wait now.</summary>
    public int Count => Volatile.Read(ref _waiting);

    /// <summary>Answers a submission: 201 (200 where it was handed in before) with the job and its results where it has ended in the time that the request would wait, else 202 with the job as it stands.</summary>
    /// <param name="context">The request.</param>
    /// <param name="acceptance">What became of the submission.</param>
    public async Task AnswerAsync(HttpContext context, Acceptance acceptance)
    {
        var (job, isNew) = (acceptance.Job, acceptance.Verdict == AcceptanceVerdict.Accepted);
        context.Response.Headers.Location = Addresses.Job(job.Id);
        var preference = Preference.Of(context);
        var ended = await WhenEndedAsync(context, job, preference);
        var status = ended is not null ? isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK
            : isNew || preference.Wait is not null ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
        await WriteAsync(context, status, ended ?? (preference == default ? job : desk.Find(job.Id, null) ?? job), ended is not null);
    }

    /// <summary>The job once it has ended, where the request prefers to wait for that, and it did in time; null otherwise. Says in the answer's header what was done of the preference.</summary>
    public async Task<Job?> WhenEndedAsync(HttpContext context, Job job, Preference preference)
    {
        if (preference == default)
        {
            return null;
        }

        var ended = preference.Wait is { } wait ? await WaitAsync(context, job, wait) : null;
        if (preference.Applied(ended is not null) is { } applied)
        {
            context.Response.Headers["Preference-Applied"] = applied;
        }

        return ended;
    }

    /// <summary>Writes a job, with what became of its nodes where that is wanted.</summary>
    public Task WriteAsync(HttpContext context, int status, Job job, bool withResults, JobProgress? progress = null)
        => JsonAnswer.WriteAsync(
            context,
            status,
            (job, place: job.State == JobState.Queued ? desk.PlaceOf(job.Id) : null, progress, record: withResults ? desk.Record(job) : null),
            static (writer, told) => JobJson.Write(writer, told.job, told.place, told.progress, told.record));

    private async Task<Job?> WaitAsync(HttpContext context, Job job, TimeSpan wait)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > _most)
            {
                return null;
            }

            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
            return await desk.WhenEndedAsync(job.Id, wait, end.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return null; // The server stops; the job goes on after its next start.
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
