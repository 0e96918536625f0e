using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Rest.Batches;

/// <summary>Jobs that are handed in at once: POST /jobs/batch, and /batches.</summary>
internal sealed class BatchRoutes(JobDesk desk, BatchIntake intake, ServerOptions options)
{
    private const int LongestReason = 500;

    /// <summary>POST /jobs/batch.</summary>
    public async Task SubmitAsync(HttpContext context)
    {
        var body = await RequestBody.ReadJsonAsync(context, options.Limits.BodyBytes);
        if (body.IsEmpty)
        {
            throw new ServerRefusal(RefusalKind.Wrong, "empty_body", "The body is empty; send {\"jobs\": [{\"graph\": …}, …]}, or {\"graph\": …, \"runs\": [{\"inputs\": …}, …]}.");
        }

        var key = context.Request.Headers.TryGetValue("Idempotency-Key", out var given) ? given.ToString() : null;
        var acceptance = await intake.SubmitAsync(context.Owner(), body, key, context.RequestAborted);
        var batch = acceptance.Batch!;
        context.Response.Headers.Location = Addresses.Batch(batch.Id);
        var standing = acceptance.Verdict == AcceptanceVerdict.Accepted ? new BatchStanding(batch, [(JobState.Queued, batch.Jobs)]) : desk.FindBatch(batch.Id, batch.Owner) ?? new BatchStanding(batch, []);
        var jobs = acceptance.Jobs.IsEmpty ? desk.JobsOf(batch.Id) : [.. acceptance.Jobs.Select(job => job.Id)];
        await AnswerAsync(context, acceptance.Verdict == AcceptanceVerdict.Accepted ? StatusCodes.Status202Accepted : StatusCodes.Status200OK, standing, jobs);
    }

    /// <summary>GET /batches: pages, the latest first.</summary>
    public Task ListAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var (before, limit) = (parameters.Number("cursor", long.MaxValue, 1, long.MaxValue), (int)parameters.Number("limit", 50, 1, 200));
        parameters.Check();
        var found = desk.Batches(context.Owner(), before, limit + 1);
        var page = found.Take(limit).ToList();
        var next = found.Count > limit ? $"{Addresses.Batches}?cursor={page[^1].Batch.Sequence}&limit={limit}" : null;
        return PageAnswer.WriteAsync(context, "batches", page, next, static (writer, standing) => BatchJson.Write(writer, standing));
    }

    /// <summary>GET /batches/{id}.</summary>
    public Task ShowAsync(HttpContext context)
    {
        var standing = Find(context);
        return AnswerAsync(context, StatusCodes.Status200OK, standing, desk.JobsOf(standing.Batch.Id));
    }

    /// <summary>POST /batches/{id}/cancel: those of its jobs that have not ended.</summary>
    public async Task CancelAsync(HttpContext context)
    {
        var id = Find(context).Batch.Id;
        var fields = BodyFields.Read(await RequestBody.ReadJsonAsync(context, Math.Min(options.Limits.BodyBytes, 1 << 16)));
        var reason = fields.Text("reason", LongestReason);
        fields.Check();
        await desk.CancelBatchAsync(id, reason ?? "Its batch was cancelled.");
        var standing = Find(context);
        await AnswerAsync(context, standing.Unfinished > 0 ? StatusCodes.Status202Accepted : StatusCodes.Status200OK, standing, null);
    }

    private static Task AnswerAsync(HttpContext context, int status, BatchStanding standing, IReadOnlyList<Guid>? jobs)
    {
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, status, (standing, jobs), static (writer, told) => BatchJson.Write(writer, told.standing, told.jobs));
    }

    private BatchStanding Find(HttpContext context)
        => Guid.TryParse(Requests.Word(context, "id"), out var id) && desk.FindBatch(id, context.Owner()) is { } standing ? standing
            : throw new ServerRefusal(RefusalKind.Missing, "unknown_batch", $"There is no batch {Shown.Name(Requests.Word(context, "id"))}. A batch is gone when all its jobs are.");
}
