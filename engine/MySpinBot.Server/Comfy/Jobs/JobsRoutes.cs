using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Comfy.History;
using MySpinBot.Server.Comfy.Prompts;
using MySpinBot.Server.Comfy.Queue;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Comfy.Jobs;

/// <summary><c>/api/jobs</c>: queue and history in one list.</summary>
internal sealed class JobsRoutes(JobDesk desk, CatalogBook catalogs, ServerOptions options)
{
    private const string Cancelled = "Somebody cancelled it.";

    /// <summary>A page of jobs.</summary>
    public async Task List(HttpContext context)
    {
        var (query, fault) = JobsQuery.Read(context.Request.Query);
        if (query is null)
        {
            await ComfyJson.RefuseAsync(context, fault!);
            return;
        }

        var jobs = Sorted(Chosen(query, context.Owner()), query);
        await using var stream = new JsonStream(context);
        stream.Writer.WriteStartObject();
        stream.Writer.WriteStartArray("jobs");
        var last = (int)Math.Min(jobs.Count, (long)query.Offset + (query.Limit ?? int.MaxValue));
        for (var i = query.Offset; i < last; i++)
        {
            Write(stream.Writer, jobs[i], isWhole: false);
            await stream.PassAsync();
        }

        stream.Writer.WriteEndArray();
        WritePagination(stream.Writer, query, jobs.Count, last);
        stream.Writer.WriteEndObject();
    }

    /// <summary>One job with all that is known of it.</summary>
    public async Task One(HttpContext context, string jobId)
    {
        if (!PromptIds.TryParse(jobId, out var id) || desk.Find(id, context.Owner()) is not { } job || !IsShown(job))
        {
            await ComfyJson.RefuseAsync(context, "Job not found", StatusCodes.Status404NotFound);
            return;
        }

        await using var stream = new JsonStream(context);
        Write(stream.Writer, job, isWhole: true);
    }

    /// <summary>Cancels one job; one that has ended, or that there is not, is no error.</summary>
    public async Task Cancel(HttpContext context, string jobId)
        => await AnswerCancelled(context, PromptIds.TryParse(jobId, out var id) && await CancelAsync(id, context.Owner()));

    /// <summary>Cancels several jobs.</summary>
    public async Task CancelMany(HttpContext context)
    {
        JsonElement? body;
        try
        {
            body = await JsonBody.ReadObjectAsync(context.Request, options.Limits.BodyBytes);
        }
        catch (ServerRefusal refusal) when (refusal.Code == "invalid_json")
        {
            await ComfyJson.RefuseAsync(context, "Request body must be valid JSON");
            return;
        }

        if (body is not { } request || !request.TryGetProperty("job_ids", out var named) || named.ValueKind != JsonValueKind.Array)
        {
            await ComfyJson.RefuseAsync(context, body is null ? "Request body must be valid JSON" : "job_ids must be a list");
            return;
        }

        JsonBody.CheckLength(named, "job_ids");
        var ids = new List<Guid>();
        var wrong = new JsonArray();
        foreach (var name in named.EnumerateArray())
        {
            if (name.ValueKind == JsonValueKind.String && PromptIds.TryParse(name.GetString()!, out var id))
            {
                ids.Add(id);
            }
            else
            {
                wrong.Add(name.ValueKind == JsonValueKind.String ? name.GetString() : name.GetRawText());
            }
        }

        if (wrong.Count > 0)
        {
            await ComfyJson.AnswerAsync(context, new JsonObject { ["error"] = "job_ids contains invalid id(s)", ["invalid_ids"] = wrong }, StatusCodes.Status400BadRequest);
            return;
        }

        var owner = context.Owner();
        var cancelled = await Task.WhenAll(ids.Distinct().Select(id => CancelAsync(id, owner)));
        await AnswerCancelled(context, cancelled.Contains(true));
    }

    private Task<bool> CancelAsync(Guid id, string owner)
        => desk.Find(id, owner) is { } job && !job.State.IsEnd() ? desk.CancelAsync(id, Cancelled) : Task.FromResult(false);

    private static Task AnswerCancelled(HttpContext context, bool isCancelled) => ComfyJson.AnswerAsync(context, new JsonObject { ["cancelled"] = isCancelled });

    private static bool IsShown(Job job) => !job.State.IsEnd() || HistoryRecord.Has(job);

    private IEnumerable<Job> Chosen(JobsQuery query, string owner)
    {
        var jobs = new List<Job>();
        jobs.AddRange(desk.Running.Where(job => job.Owner == owner));
        jobs.AddRange(desk.Waiting.Where(job => job.Owner == owner));
        if (query.Statuses.Contains("completed") || query.Statuses.Contains("failed") || query.Statuses.Contains("cancelled"))
        {
            jobs.AddRange(EndedJobs.Of(desk, owner));
        }

        // One that ends while this is gathered stands in both; its end counts.
        return jobs.GroupBy(job => job.Id).Select(same => same.Last())
            .Where(job => query.Statuses.Contains(JobsQuery.StatusOf(job)))
            .Where(job => query.WorkflowId is null || (desk.Content(job.Id) is { } content && ExtraData.WorkflowId(content.Terms) == query.WorkflowId));
    }

    private static List<Job> Sorted(IEnumerable<Job> jobs, JobsQuery query)
    {
        Func<Job, long> key = query.IsByDuration
            ? job => job is { State: not JobState.Queued and not JobState.Running, StartedAt: { } start, EndedAt: { } end } ? (end - start).Ticks : 0
            : PromptTuple.CreatedAt;
        return query.IsAscending
            ? [.. jobs.OrderBy(key).ThenBy(job => job.Sequence)]
            : [.. jobs.OrderByDescending(key).ThenByDescending(job => job.Sequence)];
    }

    private void Write(Utf8JsonWriter writer, Job job, bool isWhole)
    {
        var content = desk.Content(job.Id);
        var record = job.State.IsEnd() ? desk.Record(job.Id) : null;
        var summary = record is null ? null : OutputSummary.Of(record);
        var history = record is not null && content is not null && (isWhole || job.State == JobState.Failed) ? new HistoryRecord(record, content, catalogs.Current?.Catalog) : null;
        writer.WriteStartObject();
        writer.WriteString("id", PromptIds.Of(job.Id));
        writer.WriteString("status", JobsQuery.StatusOf(job));
        writer.WritePropertyName("priority");
        writer.WriteNumberPlainly(job.Number);
        writer.WriteNumber("create_time", PromptTuple.CreatedAt(job));
        if (job.State.IsEnd())
        {
            WriteTime(writer, "execution_start_time", job.StartedAt);
            WriteTime(writer, "execution_end_time", job.EndedAt);
        }

        if (job.State == JobState.Failed && history is not null)
        {
            writer.WritePropertyName("execution_error");
            history.WriteError(writer);
        }

        writer.WriteNumber("outputs_count", summary?.Count ?? 0);
        writer.WriteNumber("previewable_outputs_count", summary?.Previewable ?? 0);
        if (summary?.Preview is { } preview)
        {
            writer.WritePropertyName("preview_output");
            preview.Write(writer);
        }

        if (content is not null && ExtraData.WorkflowId(content.Terms) is { } workflow)
        {
            writer.WriteString("workflow_id", workflow);
        }

        if (isWhole && content is not null)
        {
            WriteWhole(writer, job, content, history);
        }

        writer.WriteEndObject();
    }

    private void WriteWhole(Utf8JsonWriter writer, Job job, JobContent content, HistoryRecord? history)
    {
        if (history is not null)
        {
            writer.WritePropertyName("outputs");
            history.WriteOutputs(writer);
            writer.WritePropertyName("execution_status");
            history.WriteStatus(writer);
        }

        writer.WriteStartObject("workflow");
        writer.WritePropertyName("prompt");
        PromptTuple.WritePrompt(writer, content, catalogs.Current?.Catalog);
        writer.WritePropertyName("extra_data");
        ExtraData.Write(writer, content.Terms, PromptTuple.CreatedAt(job));
        writer.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? at)
    {
        if (at is { } time)
        {
            writer.WriteNumber(name, time.ToUnixTimeMilliseconds());
        }
    }

    private static void WritePagination(Utf8JsonWriter writer, JobsQuery query, int total, int last)
    {
        writer.WriteStartObject("pagination");
        writer.WriteNumber("offset", query.Offset);
        if (query.Limit is { } limit)
        {
            writer.WriteNumber("limit", limit);
        }
        else
        {
            writer.WriteNull("limit");
        }

        writer.WriteNumber("total", total);
        writer.WriteBoolean("has_more", last < total && query.Offset < total);
        writer.WriteEndObject();
    }
}
