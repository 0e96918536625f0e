using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Rest.Submitting;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Rest.Jobs;

/// <summary>Jobs come, are looked at, and go.</summary>
internal sealed class JobRoutes(JobDesk desk, JobIntake intake, ServerOptions options)
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
        context.Response.Headers.Location = Addresses.Job(acceptance.Job.Id);
        await AnswerAsync(context, acceptance.Verdict == AcceptanceVerdict.Accepted ? StatusCodes.Status202Accepted : StatusCodes.Status200OK, acceptance.Job);
    }

    /// <summary>POST /graphs/validate, and POST /jobs?validate=true.</summary>
    public async Task ValidateAsync(HttpContext context)
    {
        var (graph, problems) = await intake.CheckAsync(context.Owner(), await RequestBody.ReadJsonAsync(context, options.Limits.BodyBytes), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (graph, problems), static (writer, found) =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("valid"u8, found.problems.Count == 0);
            if (found.graph is { } graph)
            {
                writer.WriteNumber("nodes"u8, graph.Nodes.Length);
                writer.WriteStartArray("targets"u8);
                foreach (var target in graph.Targets)
                {
                    writer.WriteStringValue(graph.Nodes[target].Id);
                }

                writer.WriteEndArray();
            }

            Problem.WriteFaults(writer, "problems", [.. found.problems.Select(Fault.Of)]);
            writer.WriteEndObject();
        });
    }

    /// <summary>GET /jobs/{id}.</summary>
    public Task ShowAsync(HttpContext context)
    {
        var job = Find(context);
        var progress = job.State == JobState.Running ? JobProgress.Of(desk.Record(job.Id)) : null;
        context.Response.Headers.CacheControl = "no-store";
        return AnswerAsync(context, StatusCodes.Status200OK, job, progress);
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

    private Task AnswerAsync(HttpContext context, int status, Job job, JobProgress? progress = null)
        => JsonAnswer.WriteAsync(
            context,
            status,
            (job, place: job.State == JobState.Queued ? desk.PlaceOf(job.Id) : null, progress),
            static (writer, told) => JobJson.Write(writer, told.job, told.place, told.progress));

    private static bool IsCheckOnly(HttpContext context)
    {
        var parameters = new Parameters(context);
        var isCheckOnly = parameters.Flag("validate");
        parameters.Check();
        return isCheckOnly;
    }
}
