using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Bodies;
using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Comfy.Live;
using MySpinBot.Server.Jobs;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Comfy.Prompts;

/// <summary><c>POST /prompt</c> and <c>GET /prompt</c>.</summary>
internal sealed class PromptRoutes(JobDesk desk, CatalogBook catalogs, ComfyHub hub, ServerOptions options)
{
    private const int LongestUsageSource = 200;

    /// <summary>How many jobs run or wait.</summary>
    public Task Count(HttpContext context) => ComfyJson.AnswerAsync(context, ComfyJson.Bytes(desk.Unfinished, static (writer, count) =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("exec_info");
        writer.WriteNumber("queue_remaining", count);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }));

    /// <summary>Takes a prompt.</summary>
    public async Task Submit(HttpContext context)
    {
        try
        {
            await SubmitAsync(context);
        }
        catch (ServerRefusal refusal) when (refusal.Kind == RefusalKind.Wrong)
        {
            await RefuseAsync(context, RefusedPrompt.For(new PromptError(refusal.Code, refusal.Message, refusal.Message)));
        }
    }

    private async Task SubmitAsync(HttpContext context)
    {
        var request = PromptRequest.Read(await RequestBytes.ReadAsync(context, options.Limits.BodyBytes));
        if (request.Prompt is not { } prompt)
        {
            await RefuseAsync(context, RefusedPrompt.For(new PromptError("no_prompt", "No prompt provided", "No prompt provided")));
            return;
        }

        var terms = Terms(request, context.Request);
        var catalog = (await catalogs.WhenKnownAsync(context.RequestAborted)).Catalog;
        var (sound, refused) = await PromptCheck.CheckAsync(prompt, request.Targets, catalog, FindAsync);
        if (sound is null)
        {
            await RefuseAsync(context, refused!);
            return;
        }

        var accepted = await AcceptAsync(context.Owner(), request, terms with { Targets = sound.Targets, Comfy = terms.Comfy! with { Prompt = sound.Original } }, sound.Document);
        await ComfyJson.AnswerAsync(context, Answer(accepted, sound.NodeErrors));

        async ValueTask<IReadOnlyList<GraphProblem>> FindAsync(GraphDocument document, ReadOnlyMemory<byte> bytes, IReadOnlyList<string>? targets)
            => (await desk.CheckAsync(document, bytes, terms with { Targets = targets }, context.RequestAborted)).Problems;
    }

    private async Task<Job> AcceptAsync(string owner, PromptRequest request, JobTerms terms, ReadOnlyMemory<byte> document)
    {
        var id = request.PromptId ?? Guid.NewGuid();
        var number = request.Number ?? (request.IsFront ? desk.NumberFor(JobSpot.Front, null) : null);
        var isExpected = hub.Expect(id, terms.Comfy!);
        var isAccepted = false;
        try
        {
            var submission = new JobSubmission(id, owner, document, JsonSerializer.SerializeToUtf8Bytes(terms, MessageJson.Options)) { Number = number };
            var acceptance = await desk.SubmitAsync(submission, terms);
            isAccepted = acceptance.Verdict == AcceptanceVerdict.Accepted;
            return isAccepted
                ? acceptance.Job
                : throw new ServerRefusal(
                    RefusalKind.Wrong, PromptIds.Invalid, $"There is a prompt with the id {PromptIds.Of(id)} already; choose another, or omit it to let the server generate one.");
        }
        finally
        {
            if (isExpected && !isAccepted)
            {
                hub.ExpectNot(id);
            }
        }
    }

    private JobTerms Terms(PromptRequest request, HttpRequest http)
    {
        var comfy = new ComfyTerms(request.ClientId, ExtraData.Kept(request.ExtraData, UsageSource(http)), options.Time.GetUtcNow().ToUnixTimeMilliseconds());
        return new JobTerms { ExtraPngInfo = ExtraData.PngInfo(request.ExtraData), Comfy = comfy };
    }

    private static string? UsageSource(HttpRequest http)
        => http.Headers.TryGetValue("Comfy-Usage-Source", out var source) && source.ToString() is { Length: > 0 and <= LongestUsageSource } text ? text : null;

    private static byte[] Answer(Job job, IReadOnlyList<NodeErrors> errors) => ComfyJson.Bytes((job, errors), static (writer, answer) =>
    {
        writer.WriteStartObject();
        writer.WriteString("prompt_id", PromptIds.Of(answer.job.Id));
        writer.WritePropertyName("number");
        writer.WriteNumberPlainly(answer.job.Number);
        writer.WritePropertyName("node_errors");
        NodeErrors.ToJson(answer.errors).WriteTo(writer);
        writer.WriteEndObject();
    });

    private static Task RefuseAsync(HttpContext context, RefusedPrompt refused) => ComfyJson.AnswerAsync(
        context,
        new JsonObject { ["error"] = refused.Error.ToJson(), ["node_errors"] = NodeErrors.ToJson(refused.NodeErrors) },
        StatusCodes.Status400BadRequest);
}
