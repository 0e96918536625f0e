using System.Buffers;
using System.Globalization;
using System.Text.Json;
using MySpinBot.Nodes.Llm.Remote.Asking;
using MySpinBot.Sdk;
using AI = Microsoft.Extensions.AI;

namespace MySpinBot.Nodes.Llm.Remote.OpenAi;

/// <summary>Writes requests as OpenAI's API has them, with the fields that servers of its kind have added. What was not said is not written.</summary>
/// <param name="connection">To whom.</param>
/// <param name="dialect">Which program the server runs.</param>
internal sealed class OpenAiRequest(OpenAiConnection connection, Dialect dialect)
{
    /// <summary>A request for an answer to a conversation, in pieces.</summary>
    public BinaryData Chat(IEnumerable<AI.ChatMessage> messages, AI.ChatOptions options) => Write(writer =>
    {
        WriteCommon(writer, options, connection.IsOpenAi ? "max_completion_tokens" : "max_tokens");
        writer.WriteStartArray("messages");
        foreach (var message in messages)
        {
            OpenAiMessage.Write(writer, message, connection.IsOpenAi ? null : "reasoning_content");
        }

        writer.WriteEndArray();
        if (options.AdditionalProperties?.TryGetValue(Extra.LogProbabilities, out int likeliest) == true)
        {
            writer.WriteBoolean("logprobs", true);
            writer.WriteGiven("top_logprobs", likeliest > 0 ? likeliest : null);
        }

        if (options.AdditionalProperties?.TryGetValue(Extra.TemplateVariables, out JsonElement variables) == true)
        {
            writer.WritePropertyName(Extra.TemplateVariables);
            variables.WriteTo(writer);
        }

        WriteFormat(writer, options.ResponseFormat);
        WriteTools(writer, options);
    });

    /// <summary>A request to go on with a prompt, in pieces.</summary>
    public BinaryData Completion(AI.ChatOptions options) => Write(writer =>
    {
        WriteCommon(writer, options, "max_tokens");
        if (options.AdditionalProperties!.TryGetValue(Extra.PromptTokens, out IReadOnlyList<int>? tokens))
        {
            writer.WriteStartArray("prompt");
            foreach (var token in tokens!)
            {
                writer.WriteNumberValue(token);
            }

            writer.WriteEndArray();
        }
        else
        {
            writer.WriteString("prompt", options.AdditionalProperties.TryGetValue(Extra.Prompt, out string? prompt) ? prompt : "");
        }

        writer.WriteGiven("logprobs", options.AdditionalProperties?.TryGetValue(Extra.LogProbabilities, out int likeliest) == true ? likeliest : null);
        WriteFormat(writer, options.ResponseFormat);
    });

    private static BinaryData Write(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return new BinaryData(bytes.WrittenMemory);
    }

    private void WriteCommon(Utf8JsonWriter writer, AI.ChatOptions options, string limit)
    {
        writer.WriteString("model", options.ModelId);
        writer.WriteBoolean("stream", true);
        writer.WriteStartObject("stream_options");
        writer.WriteBoolean("include_usage", true);
        writer.WriteEndObject();
        writer.WriteGiven(limit, options.MaxOutputTokens);
        writer.WriteGiven("temperature", options.Temperature);
        writer.WriteGiven("top_p", options.TopP);
        writer.WriteGiven("frequency_penalty", options.FrequencyPenalty);
        writer.WriteGiven("presence_penalty", options.PresencePenalty);
        writer.WriteGiven("seed", options.Seed);
        writer.WriteGiven("top_k", options.TopK);
        writer.WriteStops(options.StopSequences);

        WriteSampling(writer, options.AdditionalProperties?.TryGetValue(Extra.Sampling, out TextSampling? sampling) == true ? sampling! : new TextSampling());
        WriteRepeatable(writer, options);
        WriteGrammar(writer, options.AdditionalProperties?.TryGetValue(Extra.Grammar, out string? grammar) == true ? grammar : null);
    }

    private void WriteSampling(Utf8JsonWriter writer, TextSampling sampling)
    {
        writer.WriteGiven("min_p", sampling.MinP);
        writer.WriteGiven(dialect.RepetitionPenalty(), sampling.RepetitionPenalty);
        if (sampling.LogitBias.Count > 0)
        {
            writer.WriteStartObject("logit_bias");
            foreach (var (token, bias) in sampling.LogitBias)
            {
                writer.WriteNumber(token.ToString(CultureInfo.InvariantCulture), bias);
            }

            writer.WriteEndObject();
        }

        if (sampling is { TypicalP: null, PenaltyWindow: null, Dry: null, Mirostat: null })
        {
            return;
        }

        if (!dialect.HasLlamaSamplers())
        {
            throw new NodeFailure($"The target {connection.Target.Name} is no llama-server: it has neither typical sampling, DRY, mirostat nor a window for penalties; leave them out.") { Input = nameof(TextRequest.Sampling) };
        }

        writer.WriteGiven("typical_p", sampling.TypicalP);
        writer.WriteGiven("repeat_last_n", sampling.PenaltyWindow);
        if (sampling.Dry is { } dry)
        {
            writer.WriteNumber("dry_multiplier", dry.Multiplier);
            writer.WriteNumber("dry_base", dry.Base);
            writer.WriteNumber("dry_allowed_length", dry.AllowedLength);
            writer.WriteNumber("dry_penalty_last_n", dry.Window);
            writer.WriteStartArray("dry_sequence_breakers");
            foreach (var breaker in dry.Breakers)
            {
                writer.WriteStringValue(breaker);
            }

            writer.WriteEndArray();
        }

        if (sampling.Mirostat is { } mirostat)
        {
            writer.WriteNumber("mirostat", mirostat.Version);
            writer.WriteNumber("mirostat_tau", mirostat.Tau);
            writer.WriteNumber("mirostat_eta", mirostat.Eta);
        }
    }

    // Others answer as repeatably as they do, and say nothing of it.
    private void WriteRepeatable(Utf8JsonWriter writer, AI.ChatOptions options)
    {
        if (dialect == Dialect.Ours && options.AdditionalProperties?.ContainsKey(Extra.Repeatable) == true)
        {
            writer.WriteBoolean(Extra.Repeatable, true);
        }
    }

    private void WriteGrammar(Utf8JsonWriter writer, string? grammar)
    {
        switch (dialect)
        {
            case var _ when grammar is null:
                break;
            case Dialect.LlamaServer or Dialect.Ours:
                writer.WriteString("grammar", grammar);
                break;
            case Dialect.SgLang:
                writer.WriteString("ebnf", grammar);
                break;
            case Dialect.Vllm:
                writer.WriteStartObject("structured_outputs");
                writer.WriteString("grammar", grammar);
                writer.WriteEndObject();
                break;
            default:
                throw new NodeFailure($"The target {connection.Target.Name} takes no grammars, or does not say which program it runs; give a JSON Schema instead.") { Input = nameof(TextRequest.Format) };
        }
    }

    private static void WriteFormat(Utf8JsonWriter writer, AI.ChatResponseFormat? format)
    {
        if (format is not AI.ChatResponseFormatJson json)
        {
            return;
        }

        writer.WriteStartObject("response_format");
        writer.WriteString("type", json.Schema is null ? "json_object" : "json_schema");
        if (json.Schema is { } schema)
        {
            writer.WriteStartObject("json_schema");
            writer.WriteString("name", json.SchemaName ?? "answer");
            writer.WritePropertyName("schema");
            schema.WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter writer, AI.ChatOptions options)
    {
        if (options.Tools is not { Count: > 0 } tools)
        {
            return;
        }

        OpenAiMessage.WriteTools(writer, tools);
        if (options.AllowMultipleToolCalls == false)
        {
            writer.WriteBoolean("parallel_tool_calls", false);
        }

        switch (options.ToolMode)
        {
            case AI.RequiredChatToolMode { RequiredFunctionName: { } name }:
                writer.WriteStartObject("tool_choice");
                writer.WriteString("type", "function");
                writer.WriteStartObject("function");
                writer.WriteString("name", name);
                writer.WriteEndObject();
                writer.WriteEndObject();
                break;
            case AI.RequiredChatToolMode:
                writer.WriteString("tool_choice", "required");
                break;
        }
    }
}
