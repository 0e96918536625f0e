using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Submitting;
using MySpinBot.Server.Rest.Waiting;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Rest.Jobs;

/// <summary>Jobs come, are looked at, and go.</summary>
internal sealed class JobRoutes(JobDesk desk, JobIntake intake, JobWaiting waiting, ServerOptions options)
{
    /// <summary>POST /jobs. The most frequent of all: no binding, one read, one check, one commit.</summary>
    public async Task SubmitAsync(HttpContext context)
    {
        if (context.Request.QueryString.HasValue && IsCheckOnly(context))
        {
            await ValidateAsync(context);
            return;
        }

        var body = await RequestBody.ReadJsonAsync(context, options.Limits.BodyBytes);
        var key = context.Request.Headers.TryGetValue("Idempotency-Key", out var given) ? given.ToString() : null;
        var acceptance = await intake.SubmitAsync(context.Owner(), body, key, context.RequestAborted);
        await waiting.AnswerAsync(context, acceptance);
    }

    /// <summary>POST /graphs/validate, and POST /jobs?validate=true.</summary>
    public async Task ValidateAsync(HttpContext context)
    {
        var check = await intake.CheckAsync(context.Owner(), await RequestBody.ReadJsonAsync(context, options.Limits.BodyBytes), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, check, static (writer, found) =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("valid"u8, found.Problems.Count == 0);
            if (found.Graph is { } graph)
            {
                writer.WriteNumber("nodes"u8, graph.Nodes.Length);
                writer.WriteStartArray("targets"u8);
                foreach (var target in graph.Targets)
                {
                    writer.WriteStringValue(graph.Nodes[target].Id);
                }

                writer.WriteEndArray();
            }

            Problem.WriteFaults(writer, "problems", [.. found.Problems.Select(Fault.Of)]);
            if (found.Notices.Count > 0)
            {
                Problem.WriteFaults(writer, "notices", [.. found.Notices.Select(Fault.Of)]);
            }

            writer.WriteEndObject();
        });
    }

    /// <summary>GET /jobs/{id}. Who prefers to wait has the job when it has ended, with its results, or after that time as it stands.</summary>
    public async Task ShowAsync(HttpContext context)
    {
        var job = Find(context);
        context.Response.Headers.CacheControl = "no-store";
        var preference = Preference.Of(context) with { IsAsync = false };
        var ended = await waiting.WhenEndedAsync(context, job, preference);
        job = ended ?? (preference == default ? job : desk.Find(job.Id, null) ?? job);
        var progress = job.State == JobState.Running ? JobProgress.Of(desk.Record(job.Id)) : null;
        await waiting.WriteAsync(context, StatusCodes.Status200OK, job, ended is not null, progress);
    }

    /// <summary>GET /jobs/{id}/graph: as it was handed in.</summary>
    public Task ShowGraphAsync(HttpContext context)
    {
        var job = Find(context);
        var content = desk.Content(job.Id) ?? throw Requests.NoJob($"{job.Id:D}");
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = content.Document.Length;
        return context.Response.BodyWriter.WriteAsync(content.Document, context.RequestAborted).AsTask();
    }

    /// <summary>DELETE /jobs/{id}.</summary>
    public async Task ForgetAsync(HttpContext context)
    {
        var job = Find(context);
        if (!await desk.ForgetAsync(job.Id) && desk.Find(job.Id, context.Owner()) is { } there)
        {
            throw new ServerRefusal(RefusalKind.Conflict, "job_not_ended", $"Job {there.Id:D} is {JobJson.Word(there.State)}; only jobs that have ended can be removed. Cancel it first.");
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>The job in the address, if it is for whoever asks.</summary>
    /// <exception cref="ServerRefusal">It is not.</exception>
    private Job Find(HttpContext context)
    {
        var id = Requests.JobId(context);
        return desk.Find(id, context.Owner()) ?? throw Requests.NoJob($"{id:D}");
    }

    private static bool IsCheckOnly(HttpContext context)
    {
        var parameters = new Parameters(context);
        var isCheckOnly = parameters.Flag("validate");
        parameters.Check();
        return isCheckOnly;
    }
}
