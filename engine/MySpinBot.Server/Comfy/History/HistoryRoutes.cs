using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Comfy.Prompts;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Comfy.History;

/// <summary><c>/history</c>. What is deleted here is forgotten: the job goes with its events, and its artifacts may be collected.</summary>
internal sealed class HistoryRoutes(JobDesk desk, CatalogBook catalogs, ServerOptions options)
{
    /// <summary>Records in the order in which the jobs ended, the latest at the end.</summary>
    public async Task List(HttpContext context)
    {
        if (!TryReadWhole(context, "max_items", out var most))
        {
            await ComfyJson.RefuseAsync(context, "max_items must be an integer");
            return;
        }

        if (!TryReadWhole(context, "offset", out var offset))
        {
            await ComfyJson.RefuseAsync(context, "offset must be an integer");
            return;
        }

        var jobs = EndedJobs.Of(desk, context.Owner());
        var (first, count) = Window(jobs.Count, most, offset);
        await using var stream = new JsonStream(context);
        stream.Writer.WriteStartObject();
        for (var i = first; i < first + count; i++)
        {
            if (Read(jobs[i].Id) is { } record)
            {
                stream.Writer.WritePropertyName(PromptIds.Of(jobs[i].Id));
                record.Write(stream.Writer);
                await stream.PassAsync();
            }
        }

        stream.Writer.WriteEndObject();
    }

    /// <summary>One record, or none.</summary>
    public async Task One(HttpContext context, string promptId)
    {
        await using var stream = new JsonStream(context);
        stream.Writer.WriteStartObject();
        if (PromptIds.TryParse(promptId, out var id) && desk.Find(id, context.Owner()) is { } job && HistoryRecord.Has(job) && Read(id) is { } record)
        {
            stream.Writer.WritePropertyName(promptId);
            record.Write(stream.Writer);
        }

        stream.Writer.WriteEndObject();
    }

    /// <summary>Forgets jobs that have ended.</summary>
    public async Task Change(HttpContext context)
    {
        var body = await JsonBody.ReadObjectAsync(context.Request, options.Limits.BodyBytes) ?? throw new ServerRefusal(
            RefusalKind.Wrong, "invalid_request", "The request's body is empty; send {\"clear\": true} or {\"delete\": [ids]}.");
        var owner = context.Owner();
        var named = JsonBody.Texts(body, "delete");
        if (JsonBody.IsTrue(body, "clear"))
        {
            await EndedJobs.ForgetAllAsync(desk, owner);
        }

        var ids = named.Select(name => PromptIds.TryParse(name, out var id) ? id : Guid.Empty).Where(id => desk.Find(id, owner) is { } job && job.State.IsEnd()).ToList();
        await Task.WhenAll(ids.Select(desk.ForgetAsync));
    }

    /// <summary>Without an offset the newest are meant; with one, those behind it, counted from the oldest.</summary>
    internal static (int First, int Count) Window(int all, long? most, long? offset)
    {
        var first = offset is >= 0 and { } given ? given : most is { } newest ? all - newest : 0;
        first = Math.Clamp(first, 0, all);
        return ((int)first, (int)Math.Clamp(most ?? all, 0, all - first));
    }

    private HistoryRecord? Read(Guid id)
        => desk.Record(id) is { } record && desk.Content(id) is { } content ? new HistoryRecord(record, content, catalogs.Current?.Catalog) : null;

    private static bool TryReadWhole(HttpContext context, string name, out long? number)
    {
        number = null;
        if (!context.Request.Query.TryGetValue(name, out var text))
        {
            return true;
        }

        var isWhole = long.TryParse(text.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var read);
        number = isWhole ? read : null;
        return isWhole;
    }
}
