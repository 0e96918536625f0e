using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Submitting;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Rest.Jobs;

/// <summary>What can be done to a job. Each act can be said twice without harm.</summary>
internal sealed class JobActs(JobDesk desk, ServerOptions options)
{
    private const int LongestReason = 500;

    /// <summary>POST /jobs/{id}/cancel.</summary>
    public async Task CancelAsync(HttpContext context)
    {
        var (id, fields) = await ReadAsync(context);
        var reason = fields.Text("reason", LongestReason);
        fields.Check();
        await AnswerAsync(context, await CancelAsync(context.Owner(), id, reason));
    }

    /// <summary>Cancels a job; one that was cancelled stays so.</summary>
    /// <returns>The job as it is then: while it runs, its worker is being told.</returns>
    public async Task<Job> CancelAsync(string owner, Guid id, string? reason)
    {
        var job = Find(id, owner);
        if (!await desk.CancelAsync(id, reason ?? "It was cancelled."))
        {
            job = Find(id, owner);
            if (job.State.IsEnd() && job.State != JobState.Cancelled)
            {
                throw Refusal("job_has_ended", job, "only a job that waits or runs can be cancelled");
            }
        }

        return Find(id, owner);
    }

    /// <summary>POST /jobs/{id}/retry.</summary>
    public async Task RetryAsync(HttpContext context)
    {
        var (id, fields) = await ReadAsync(context);
        fields.Check();
        await AnswerAsync(context, await RetryAsync(context.Owner(), id));
    }

    /// <summary>Has a job run again from what it has finished.</summary>
    public async Task<Job> RetryAsync(string owner, Guid id)
    {
        var job = Find(id, owner);
        return await desk.RetryAsync(id) ?? throw Refusal("job_not_retriable", desk.Find(id, owner) ?? job, "only a job that failed or was cancelled can be retried");
    }

    /// <summary>POST /jobs/{id}/move.</summary>
    public async Task MoveAsync(HttpContext context)
    {
        var (id, fields) = await ReadAsync(context);
        var (before, behind, front, back) = (fields.Id("before"), fields.Id("behind"), fields.Flag("front"), fields.Flag("back"));
        var priority = fields.Number("priority", -SubmissionForm.MostPriority, SubmissionForm.MostPriority);
        var places = (before is null ? 0 : 1) + (behind is null ? 0 : 1) + (front is true ? 1 : 0) + (back is true ? 1 : 0);
        if (fields.Faults.Count == 0 && (places > 1 || (places == 0 && priority is null)))
        {
            fields.Faults.Add(new Fault("bad_fields", "Say one place: before or behind another job, front or back; or another priority; or a place and a priority."));
        }

        fields.Check();
        var spot = before is not null ? JobSpot.Before : behind is not null ? JobSpot.Behind : front is true ? JobSpot.Front : back is true ? JobSpot.Back : (JobSpot?)null;
        await AnswerAsync(context, await MoveAsync(context.Owner(), id, spot, before ?? behind, priority));
    }

    private async Task<Job> MoveAsync(string owner, Guid id, JobSpot? spot, Guid? other, int? priority)
    {
        var job = Find(id, owner);
        var beside = other is { } named ? Find(named, owner) : null;
        if (beside is not null && beside.State != JobState.Queued)
        {
            throw Refusal("job_not_waiting", beside, "a place beside it is one only while it waits");
        }

        if (beside?.Id == id)
        {
            throw new ServerRefusal(RefusalKind.Meaningless, "bad_fields", "A job has no place beside itself; name another one.");
        }

        var number = spot is { } place ? desk.NumberFor(place, other) : job.Number;
        return await desk.MoveAsync(id, priority ?? beside?.Priority ?? job.Priority, number) ?? throw Refusal("job_not_waiting", desk.Find(id, owner) ?? job, "only a job that waits can be moved");
    }

    private static ServerRefusal Refusal(string code, Job job, string rule) => new(RefusalKind.Conflict, code, $"Job {job.Id:D} is {JobJson.Word(job.State)}; {rule}.");

    private async ValueTask<(Guid Id, BodyFields Fields)> ReadAsync(HttpContext context)
    {
        var id = Requests.JobId(context);
        Find(id, context.Owner());
        return (id, BodyFields.Read(await RequestBody.ReadJsonAsync(context, Math.Min(options.Limits.BodyBytes, 1 << 16))));
    }

    private Job Find(Guid id, string owner) => desk.Find(id, owner) ?? throw Requests.NoJob($"{id:D}");

    // What is not done yet, but will be without anybody's help, is accepted.
    private Task AnswerAsync(HttpContext context, Job job)
        => JsonAnswer.WriteAsync(
            context,
            job.State == JobState.Running ? StatusCodes.Status202Accepted : StatusCodes.Status200OK,
            (job, place: job.State == JobState.Queued ? desk.PlaceOf(job.Id) : null),
            static (writer, told) => JobJson.Write(writer, told.job, told.place));
}
