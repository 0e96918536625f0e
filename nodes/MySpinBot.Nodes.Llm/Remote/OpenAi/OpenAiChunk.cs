using System.Text;
using System.Text.Json;
using MySpinBot.Nodes.Llm.Remote.Failing;
using MySpinBot.Nodes.Llm.Remote.Telling;
using MySpinBot.Sdk;
using AI = Microsoft.Extensions.AI;

namespace MySpinBot.Nodes.Llm.Remote.OpenAi;

/// <summary>Reads pieces of answers, of conversations and of prompts alike, and whole answers where a server does not stream. It takes what servers are known to send: thoughts under three names, calls without places, arguments that are objects, numbers where texts should be.</summary>
/// <param name="target">Who sends.</param>
internal sealed class OpenAiChunk(OutboundTarget target)
{
    private readonly CallAssembly _calls = new(target);

    /// <summary>Whether the server has said why the answer ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Reads a piece.</summary>
    /// <exception cref="RemoteFault">It is an error of the server's.</exception>
    public AI.ChatResponseUpdate Read(JsonElement chunk)
    {
        var update = new AI.ChatResponseUpdate { Role = AI.ChatRole.Assistant };
        if (chunk.ValueKind != JsonValueKind.Object)
        {
            throw new RemoteFault($"{ServerSaid.Who(target)} sent something that is no piece of an answer.");
        }

        if (Property(chunk, "error") is { } error)
        {
            throw ServerSaid.Error(target, error);
        }

        if (Property(chunk, "choices") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0)
        {
            ReadChoice(choices[0], update);
        }

        if (Property(chunk, "usage") is { ValueKind: JsonValueKind.Object } usage)
        {
            update.Contents.Add(new AI.UsageContent(new AI.UsageDetails
            {
                InputTokenCount = Number(usage, "prompt_tokens"),
                OutputTokenCount = Number(usage, "completion_tokens"),
                CachedInputTokenCount = Property(usage, "prompt_tokens_details") is { ValueKind: JsonValueKind.Object } details ? Number(details, "cached_tokens") : null,
            }));
        }

        return update;
    }

    /// <summary>What is told when all pieces have come: the calls as wholes.</summary>
    public AI.ChatResponseUpdate? Rest() => _calls.IsEmpty ? null : new AI.ChatResponseUpdate(AI.ChatRole.Assistant, [.. _calls.Whole()]);

    private void ReadChoice(JsonElement choice, AI.ChatResponseUpdate update)
    {
        if (Property(choice, "delta") is { ValueKind: JsonValueKind.Object } delta || (choice.TryGetProperty("message", out delta) && delta.ValueKind == JsonValueKind.Object))
        {
            Add(update, Text(delta, "reasoning_content") ?? Text(delta, "reasoning") ?? Text(delta, "thinking"), static text => new AI.TextReasoningContent(text));
            Add(update, Text(delta, "content"), static text => new AI.TextContent(text));
            Add(update, Text(delta, "refusal"), static text => new AI.TextContent(text));
            ReadCalls(delta, update);
        }

        Add(update, Text(choice, "text"), static text => new AI.TextContent(text)); // going on with a prompt
        if (Property(choice, "logprobs") is { ValueKind: JsonValueKind.Object } told && OpenAiProbabilities.Read(told) is { Count: > 0 } tokens)
        {
            update.Contents.Add(new TokensContent(tokens));
        }

        if (Text(choice, "finish_reason") is { Length: > 0 } reason)
        {
            HasEnded = true;
            update.FinishReason = reason switch
            {
                "abort" or "error" => throw new RemoteFault($"{ServerSaid.Who(target)} gave up its answer.") { IsPassing = true },
                "length" or "max_tokens" => AI.ChatFinishReason.Length,
                "tool_calls" or "function_call" => AI.ChatFinishReason.ToolCalls,
                "content_filter" => AI.ChatFinishReason.ContentFilter,
                _ => AI.ChatFinishReason.Stop,
            };
        }
    }

    private void ReadCalls(JsonElement delta, AI.ChatResponseUpdate update)
    {
        if (Property(delta, "tool_calls") is not { ValueKind: JsonValueKind.Array } calls)
        {
            return;
        }

        foreach (var call in calls.EnumerateArray())
        {
            if (call.ValueKind == JsonValueKind.Object && Property(call, "function") is { ValueKind: JsonValueKind.Object } function)
            {
                update.Contents.Add(_calls.Take((int?)Number(call, "index"), Text(call, "id"), Text(function, "name"), ArgumentsOf(function)));
            }
        }
    }

    private static string ArgumentsOf(JsonElement function) => Property(function, "arguments") switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Object } whole => whole.GetRawText(),
        _ => "",
    };

    private static void Add(AI.ChatResponseUpdate update, string? text, Func<string, AI.AIContent> content)
    {
        if (!string.IsNullOrEmpty(text))
        {
            update.Contents.Add(content(text));
        }
    }

    private static JsonElement? Property(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Text(JsonElement json, string name) => Property(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static long? Number(JsonElement json, string name) => Property(json, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var whole) ? whole : null;
}

/// <summary>Reads how likely tokens were: in the form of conversations (<c>content</c>), which is Ollama's for single tokens too, and in that of prompts (<c>tokens</c>, <c>token_logprobs</c>, <c>top_logprobs</c>).</summary>
internal static class OpenAiProbabilities
{
    private const int MostTokens = 4096;

    /// <summary>Reads what stands under <c>logprobs</c>.</summary>
    public static IReadOnlyList<TokenProbability> Read(JsonElement told)
    {
        if (told.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Array)
        {
            return ReadList(content);
        }

        if (!told.TryGetProperty("tokens", out var tokens) || tokens.ValueKind != JsonValueKind.Array
            || !told.TryGetProperty("token_logprobs", out var values) || values.ValueKind != JsonValueKind.Array || values.GetArrayLength() != tokens.GetArrayLength())
        {
            return [];
        }

        var top = told.TryGetProperty("top_logprobs", out var given) && given.ValueKind == JsonValueKind.Array ? given : default;
        var read = new List<TokenProbability>();
        for (var i = 0; i < Math.Min(tokens.GetArrayLength(), MostTokens); i++)
        {
            if (tokens[i].ValueKind == JsonValueKind.String && values[i].ValueKind == JsonValueKind.Number)
            {
                var likeliest = top.ValueKind == JsonValueKind.Array && i < top.GetArrayLength() && top[i].ValueKind == JsonValueKind.Object
                    ? top[i].EnumerateObject().Where(pair => pair.Value.ValueKind == JsonValueKind.Number).Select(pair => Of(pair.Name, pair.Value.GetDouble(), null)).OrderByDescending(token => token.LogProbability).ToList() : [];
                read.Add(Of(tokens[i].GetString()!, values[i].GetDouble(), null) with { Likeliest = likeliest });
            }
        }

        return read;
    }

    /// <summary>Reads a list of tokens with their probabilities.</summary>
    public static IReadOnlyList<TokenProbability> ReadList(JsonElement list)
        => [.. list.EnumerateArray().Take(MostTokens).Select(ReadOne).OfType<TokenProbability>()];

    private static TokenProbability? ReadOne(JsonElement told)
    {
        if (told.ValueKind != JsonValueKind.Object || !told.TryGetProperty("token", out var token) || token.ValueKind != JsonValueKind.String
            || !told.TryGetProperty("logprob", out var value) || value.ValueKind != JsonValueKind.Number)
        {
            return null;
        }

        var likeliest = told.TryGetProperty("top_logprobs", out var top) && top.ValueKind == JsonValueKind.Array ? ReadList(top) : [];
        return Of(token.GetString()!, value.GetDouble(), told.TryGetProperty("bytes", out var bytes) ? bytes : null) with { Likeliest = likeliest };
    }

    private static TokenProbability Of(string text, double logarithm, JsonElement? bytes)
        => new(text, bytes is { ValueKind: JsonValueKind.Array } given && given.EnumerateArray().All(one => one.ValueKind == JsonValueKind.Number && one.TryGetByte(out _))
            ? given.EnumerateArray().Select(one => one.GetByte()).ToArray() : Encoding.UTF8.GetBytes(text), logarithm);
}
