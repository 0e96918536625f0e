using System.Text.Json;
using MySpinBot.Nodes.Llm.Remote.Failing;
using MySpinBot.Nodes.Llm.Remote.OpenAi;
using MySpinBot.Nodes.Llm.Remote.Telling;
using MySpinBot.Sdk;
using AI = Microsoft.Extensions.AI;

namespace MySpinBot.Nodes.Llm.Remote.Ollama;

/// <summary>Reads lines of Ollama's answers, of <c>api/chat</c> (<c>message</c>) and of <c>api/generate</c> (<c>response</c>) alike.</summary>
/// <param name="target">Who sends.</param>
/// <param name="isForced">Whether the answer was made to be a call.</param>
internal sealed class OllamaChunk(OutboundTarget target, bool isForced)
{
    private readonly OllamaForcedCall? _forced = isForced ? new OllamaForcedCall(target) : null;
    private bool _hasCalled;

    /// <summary>Whether the last line has come.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Reads a line.</summary>
    /// <exception cref="RemoteFault">It is an error of the server's.</exception>
    public AI.ChatResponseUpdate Read(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object)
        {
            throw new RemoteFault($"{ServerSaid.Who(target)} sent something that is no piece of an answer.");
        }

        if (line.TryGetProperty("error", out var error))
        {
            throw ServerSaid.Error(target, error);
        }

        var update = new AI.ChatResponseUpdate { Role = AI.ChatRole.Assistant };
        if (line.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.Object)
        {
            AddTexts(update, Text(message, "thinking"), Text(message, "content"));
            ReadCalls(message, update);
        }
        else
        {
            AddTexts(update, Text(line, "thinking"), Text(line, "response"));
        }

        if (line.TryGetProperty("logprobs", out var told) && told.ValueKind == JsonValueKind.Array && OpenAiProbabilities.ReadList(told) is { Count: > 0 } tokens)
        {
            update.Contents.Add(new TokensContent(tokens));
        }

        if (line.TryGetProperty("done", out var done) && done.ValueKind == JsonValueKind.True)
        {
            ReadEnd(line, update);
        }

        return update;
    }

    private void AddTexts(AI.ChatResponseUpdate update, string? thought, string? text)
    {
        if (!string.IsNullOrEmpty(thought))
        {
            update.Contents.Add(new AI.TextReasoningContent(thought));
        }

        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        if (_forced is null)
        {
            update.Contents.Add(new AI.TextContent(text));
        }
        else
        {
            _forced.Take(text);
        }
    }

    private void ReadCalls(JsonElement message, AI.ChatResponseUpdate update)
    {
        if (!message.TryGetProperty("tool_calls", out var calls) || calls.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var call in calls.EnumerateArray())
        {
            if (call.ValueKind != JsonValueKind.Object || !call.TryGetProperty("function", out var function) || function.ValueKind != JsonValueKind.Object || Text(function, "name") is not { Length: > 0 } name)
            {
                throw new RemoteFault($"{ServerSaid.Who(target)} sent a call that does not say what is called.");
            }

            var arguments = function.TryGetProperty("arguments", out var given) && given.ValueKind == JsonValueKind.Object ? given.Deserialize<Dictionary<string, object?>>() : [];
            update.Contents.Add(new AI.FunctionCallContent(Text(call, "id") is { Length: > 0 } id ? id : CallAssembly.NewId(), name, arguments));
            _hasCalled = true;
        }
    }

    private void ReadEnd(JsonElement line, AI.ChatResponseUpdate update)
    {
        HasEnded = true;
        var isCut = Text(line, "done_reason") == "length";
        if (_forced is not null && !_hasCalled && _forced.Call() is { } call)
        {
            update.Contents.Add(call);
        }

        update.FinishReason = isCut ? AI.ChatFinishReason.Length : AI.ChatFinishReason.Stop;
        update.Contents.Add(new AI.UsageContent(new AI.UsageDetails { InputTokenCount = Number(line, "prompt_eval_count"), OutputTokenCount = Number(line, "eval_count") }));
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    // Where all of a prompt was remembered, Ollama leaves its count out.
    private static long Number(JsonElement json, string name) => json.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var whole) ? whole : 0;
}
