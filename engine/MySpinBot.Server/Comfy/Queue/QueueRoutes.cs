using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Server.Bodies;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Comfy.Prompts;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Security;
using MySpinBot.Server.Workers;
using NodeTypes = MySpinBot.Core.Catalogs.Catalog;

namespace MySpinBot.Server.Comfy.Queue;

/// <summary><c>/queue</c>, <c>/interrupt</c> and <c>/free</c>.</summary>
internal sealed class QueueRoutes(JobDesk desk, CatalogBook catalogs, WorkerWatch worker, ServerOptions options)
{
    /// <summary>What of the owner's runs and waits.</summary>
    public async Task List(HttpContext context)
    {
        var owner = context.Owner();
        var (running, waiting) = (desk.Running, desk.Waiting);
        await using var stream = new JsonStream(context);
        stream.Writer.WriteStartObject();
        stream.Writer.WriteStartArray("queue_running");
        await WriteAsync(stream, running, owner, catalogs.Current?.Catalog);
        stream.Writer.WriteEndArray();
        stream.Writer.WriteStartArray("queue_pending");
        await WriteAsync(stream, waiting, owner, catalogs.Current?.Catalog);
        stream.Writer.WriteEndArray();
        stream.Writer.WriteEndObject();
    }

    /// <summary>Takes jobs that wait out of the queue.</summary>
    public async Task Change(HttpContext context)
    {
        var body = await JsonBody.ReadObjectAsync(context.Request, options.Limits.BodyBytes) ?? throw new ServerRefusal(
            RefusalKind.Wrong, "invalid_request", "The request's body is empty; send {\"clear\": true} or {\"delete\": [ids]}.");
        var owner = context.Owner();
        var named = JsonBody.Texts(body, "delete");
        var ids = JsonBody.IsTrue(body, "clear")
            ? desk.Waiting.Where(job => job.Owner == owner).Select(job => job.Id)
            : named.Select(name => PromptIds.TryParse(name, out var id) ? id : Guid.Empty).Where(id => desk.Find(id, owner) is { State: JobState.Queued });
        await Task.WhenAll(ids.ToList().Select(id => desk.CancelAsync(id, "It was taken out of the queue.")));
    }

    /// <summary>Stops what runs: all of the owner's, or one.</summary>
    public async Task Interrupt(HttpContext context)
    {
        var owner = context.Owner();
        var bytes = await RequestBytes.ReadAsync(context, options.Limits.BodyBytes);
        var wanted = PromptId(bytes);
        var ids = desk.Running.Where(job => job.Owner == owner && (wanted is null || PromptIds.Of(job.Id) == wanted)).Select(job => job.Id).ToList();
        await Task.WhenAll(ids.Select(id => desk.CancelAsync(id, "Somebody interrupted it.")));
    }

    /// <summary>Lets go of memory.</summary>
    public async Task Free(HttpContext context)
    {
        if (await JsonBody.ReadObjectAsync(context.Request, options.Limits.BodyBytes) is not { } body)
        {
            throw new ServerRefusal(RefusalKind.Wrong, "invalid_request", "The request's body is empty; send {\"unload_models\": true} or {\"free_memory\": true}.");
        }

        var results = JsonBody.IsTrue(body, "free_memory");
        if (results || JsonBody.IsTrue(body, "unload_models"))
        {
            worker.TrySend(new FreeMemory(Models: true, results)); // where there is no worker, there is nothing in memory
        }
    }

    private async Task WriteAsync(JsonStream stream, IEnumerable<Job> jobs, string owner, NodeTypes? catalog)
    {
        foreach (var job in jobs)
        {
            if (job.Owner == owner && desk.Content(job.Id) is { } content)
            {
                PromptTuple.Write(stream.Writer, job, content, catalog);
                await stream.PassAsync();
            }
        }
    }

    // ComfyUI takes a body that is no JSON, or none, for "everything"; so do programs that use it.
    private static string? PromptId(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            JsonBody.CheckTexts(bytes.Span);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new ServerRefusal(RefusalKind.Wrong, "invalid_request", "The request's body is JSON, but no object; send {} for all that runs, or {\"prompt_id\": id}.");
            }

            return document.RootElement.TryGetProperty("prompt_id", out var id) && JsonBody.IsTrue(document.RootElement, "prompt_id")
                ? id.ValueKind == JsonValueKind.String ? id.GetString() : id.GetRawText()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
