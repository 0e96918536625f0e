using System.Text.Json;
using MySpinBot.Nodes.Llm.Remote.Asking;
using MySpinBot.Nodes.Llm.Remote.OpenAi;
using MySpinBot.Sdk;
using AI = Microsoft.Extensions.AI;

namespace MySpinBot.Nodes.Llm.Remote.Ollama;

/// <summary>Writes requests as Ollama's API has them. What was not said is not written: the model's own parameters count then.</summary>
internal static class OllamaRequest
{
    /// <summary>A request for an answer to a conversation (<c>api/chat</c>).</summary>
    public static ReadOnlyMemory<byte> Chat(IEnumerable<AI.ChatMessage> messages, AI.ChatOptions options) => OllamaConnection.Json(writer =>
    {
        WriteCommon(writer, options);
        writer.WriteStartArray("messages");
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var message in messages)
        {
            Write(writer, message, names);
        }

        writer.WriteEndArray();
        if (options.Tools is { Count: > 0 } tools)
        {
            OpenAiMessage.WriteTools(writer, tools);
        }
    });

    /// <summary>A request to go on with a prompt, without any template (<c>api/generate</c>).</summary>
    public static ReadOnlyMemory<byte> Prompt(string prompt, AI.ChatOptions options) => OllamaConnection.Json(writer =>
    {
        WriteCommon(writer, options);
        writer.WriteString("prompt", prompt);
        writer.WriteBoolean("raw", true);
    });

    private static void WriteCommon(Utf8JsonWriter writer, AI.ChatOptions options)
    {
        writer.WriteString("model", options.ModelId);
        writer.WriteBoolean("stream", true);

        // A prompt that does not fit is to be an error and not another prompt, and so is a context that moves on.
        writer.WriteBoolean("truncate", false);
        writer.WriteBoolean("shift", false);
        WriteThinking(writer, options);
        WriteFormat(writer, options);
        if (options.AdditionalProperties?.TryGetValue(Extra.LogProbabilities, out int likeliest) == true)
        {
            writer.WriteBoolean("logprobs", true);
            writer.WriteNumber("top_logprobs", likeliest);
        }

        WriteOptions(writer, options);
    }

    // Of a template's variables Ollama has a word for one: whether the model thinks, and how hard.
    private static void WriteThinking(Utf8JsonWriter writer, AI.ChatOptions options)
    {
        if (options.AdditionalProperties?.TryGetValue(Extra.TemplateVariables, out JsonElement variables) != true)
        {
            return;
        }

        foreach (var variable in variables.EnumerateObject())
        {
            if (variable.Name is not ("enable_thinking" or "thinking" or "reasoning_effort"))
            {
                throw new NodeFailure($"Ollama knows no variables of chat templates but enable_thinking and reasoning_effort, and so not '{variable.Name}'.") { Input = nameof(TextRequest.TemplateVariables) };
            }

            writer.WritePropertyName("think");
            variable.Value.WriteTo(writer);
            return;
        }
    }

    private static void WriteFormat(Utf8JsonWriter writer, AI.ChatOptions options)
    {
        if (options.AdditionalProperties?.ContainsKey(Extra.Grammar) == true)
        {
            throw new NodeFailure("Ollama takes no grammars; give a JSON Schema instead.") { Input = nameof(TextRequest.Format) };
        }

        if (options is { ToolMode: AI.RequiredChatToolMode required, Tools: { Count: > 0 } tools })
        {
            writer.WritePropertyName("format");
            OllamaForcedCall.WriteSchema(writer, tools, required.RequiredFunctionName);
        }
        else if (options.ResponseFormat is AI.ChatResponseFormatJson { Schema: { } schema })
        {
            writer.WritePropertyName("format");
            schema.WriteTo(writer);
        }
        else if (options.ResponseFormat is AI.ChatResponseFormatJson)
        {
            writer.WriteString("format", "json");
        }
    }

    private static void WriteOptions(Utf8JsonWriter writer, AI.ChatOptions options)
    {
        var sampling = options.AdditionalProperties?.TryGetValue(Extra.Sampling, out TextSampling? given) == true ? given! : new TextSampling();
        if (sampling.Dry is not null || sampling.LogitBias.Count > 0)
        {
            throw new NodeFailure($"Ollama knows no {(sampling.Dry is null ? "biases for tokens" : "DRY penalty")}; leave it out.") { Input = nameof(TextRequest.Sampling) };
        }

        writer.WriteStartObject("options");
        writer.WriteGiven("num_predict", options.MaxOutputTokens);
        writer.WriteGiven("seed", options.Seed);
        writer.WriteGiven("temperature", options.Temperature);
        writer.WriteGiven("top_k", options.TopK);
        writer.WriteGiven("top_p", options.TopP);
        writer.WriteGiven("min_p", sampling.MinP);
        writer.WriteGiven("typical_p", sampling.TypicalP);
        writer.WriteGiven("repeat_penalty", sampling.RepetitionPenalty);
        writer.WriteGiven("repeat_last_n", sampling.PenaltyWindow);
        writer.WriteGiven("presence_penalty", options.PresencePenalty);
        writer.WriteGiven("frequency_penalty", options.FrequencyPenalty);
        writer.WriteGiven("mirostat", sampling.Mirostat?.Version);
        writer.WriteGiven("mirostat_tau", sampling.Mirostat?.Tau);
        writer.WriteGiven("mirostat_eta", sampling.Mirostat?.Eta);
        writer.WriteStops(options.StopSequences);

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, AI.ChatMessage message, Dictionary<string, string> names)
    {
        writer.WriteStartObject();
        writer.WriteString("role", message.Role == new AI.ChatRole("developer") ? "system" : message.Role.Value);
        var result = message.Contents.OfType<AI.FunctionResultContent>().FirstOrDefault();
        writer.WriteString("content", result?.Result as string ?? message.Text);
        if (string.Concat(message.Contents.OfType<AI.TextReasoningContent>().Select(thought => thought.Text)) is { Length: > 0 } thoughts)
        {
            writer.WriteString("thinking", thoughts);
        }

        if (result is not null)
        {
            // Ollama knows answers of tools by the tools' names.
            writer.WriteString("tool_call_id", result.CallId);
            if ((message.AuthorName ?? names.GetValueOrDefault(result.CallId)) is { } name)
            {
                writer.WriteString("tool_name", name);
            }
        }

        var calls = message.Contents.OfType<AI.FunctionCallContent>().ToList();
        if (calls.Count > 0)
        {
            writer.WriteStartArray("tool_calls");
            foreach (var call in calls)
            {
                names[call.CallId] = call.Name;
                writer.WriteStartObject();
                writer.WriteString("id", call.CallId);
                writer.WriteStartObject("function");
                writer.WriteString("name", call.Name);
                writer.WritePropertyName("arguments");
                writer.WriteRawValue(OpenAiMessage.ArgumentsOf(call));
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
