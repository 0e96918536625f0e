using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Server.OpenAi.Asking;

/// <summary>What is asked of <c>/v1/chat/completions</c> or <c>/v1/completions</c>.</summary>
/// <param name="Requests">What models are asked: one request for each answer, in the answers' order.</param>
/// <param name="Streams">Whether the answer comes as events while it is written.</param>
/// <param name="TellsUsage">Whether a last event tells what it took.</param>
internal sealed record Asked(IReadOnlyList<TextRequest> Requests, bool Streams, bool TellsUsage)
{
    /// <summary>How many answers go on with each prompt.</summary>
    public int AnswersOfOne { get; init; } = 1;

    /// <summary>Text that stands in front of each answer: the prompt, where it is to be told again.</summary>
    public IReadOnlyList<string> Echoes { get; init; } = [];

    /// <summary>The model.</summary>
    public string Model => Requests[0].Model;
}

/// <summary>The body of a request to <c>/v1/chat/completions</c>.</summary>
internal static class ChatForm
{
    /// <summary>So many answers may be asked for at once.</summary>
    public const int MostAnswers = 16;

    /// <summary>The longest name of a model.</summary>
    public const int LongestModel = 512;

    private const int MostTop = 20;

    /// <summary>Reads it.</summary>
    /// <exception cref="OpenAiRefusal">Something is wrong with it.</exception>
    public static Asked Read(Fields fields)
    {
        var tools = ToolForm.Tools(fields);
        var request = new TextRequest
        {
            Model = ModelOf(fields),
            Messages = MessageForm.Read(fields),
            MaxTokens = MaxTokens(fields),
            Stop = SamplingForm.Stops(fields),
            Sampling = SamplingForm.Read(fields),
            Format = FormatForm.Read(fields),
            Tools = tools,
            ToolChoice = ToolForm.Choice(fields, tools),
            ParallelToolCalls = fields.Flag("parallel_tool_calls") ?? true,
            LogProbabilities = LogProbabilities(fields),
            TemplateVariables = Variables(fields),
            Repeatable = fields.Flag("repeatable") ?? false,
        };
        CheckOutputs(fields);
        var (streams, tellsUsage) = Streaming(fields);
        var answers = Answers(fields);
        return new Asked(Times(request, answers), streams, tellsUsage) { AnswersOfOne = answers };
    }

    /// <summary>The model.</summary>
    public static string ModelOf(Fields fields) => fields.NeededText("model", LongestModel);

    /// <summary>How many answers are asked for.</summary>
    public static int Answers(Fields fields) => (int)(fields.Whole("n", 1, MostAnswers) ?? 1);

    /// <summary>Whether the answer comes as events, and whether the last one tells what it took.</summary>
    public static (bool Streams, bool TellsUsage) Streaming(Fields fields)
    {
        var streams = fields.Flag("stream") ?? false;
        var options = fields.Object("stream_options");
        return options is null || streams ? (streams, options?.Flag("include_usage") ?? false)
            : throw OpenAiRefusal.Wrong("stream_options", "'stream_options' is only for answers that are streamed: send it with \"stream\": true.");
    }

    /// <summary>The same request for each of several answers. With a seed each has one of its own, or they would be the same.</summary>
    public static IReadOnlyList<TextRequest> Times(TextRequest request, int answers)
        => [.. Enumerable.Range(0, answers).Select(index => index == 0 || request.Sampling.Seed is not { } seed ? request : request with { Sampling = request.Sampling with { Seed = unchecked(seed + index) } })];

    /// <summary>The most tokens to write, under any of its names. Some clients say -1 for as many as there may be.</summary>
    public static int? MaxTokens(Fields fields)
    {
        foreach (var name in (ReadOnlySpan<string>)["max_completion_tokens", "max_tokens"])
        {
            if (fields.Whole(name, -1, int.MaxValue) is { } most)
            {
                return most > 0 ? (int)most : most < 0 ? null : throw OpenAiRefusal.Wrong(name, $"'{name}' is 0; it must be 1 or more.");
            }
        }

        return null;
    }

    private static int? LogProbabilities(Fields fields)
    {
        var wanted = fields.Flag("logprobs") ?? false;
        var top = fields.Whole("top_logprobs", 0, MostTop);
        return wanted ? (int)(top ?? 0) : top is null or 0 ? null : throw OpenAiRefusal.Wrong("top_logprobs", "'top_logprobs' needs \"logprobs\": true beside it.");
    }

    private static JsonElement? Variables(Fields fields)
    {
        var given = fields.Object("chat_template_kwargs")?.Json;
        if (fields.Text("reasoning_effort", 32) is not { } effort)
        {
            return given;
        }

        // A template that knows no such variable does not look at it.
        var variables = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["reasoning_effort"] = JsonSerializer.SerializeToElement(effort) };
        foreach (var field in given?.EnumerateObject() ?? default)
        {
            variables[field.Name] = field.Value;
        }

        return JsonSerializer.SerializeToElement(variables);
    }

    private static void CheckOutputs(Fields fields)
    {
        if (fields.List("modalities", 8) is { } modalities && modalities.EnumerateArray().Any(modality => modality.ValueKind != JsonValueKind.String || !modality.ValueEquals("text"u8)))
        {
            throw OpenAiRefusal.Wrong("modalities", "'modalities' may only have 'text': the models here write nothing else.");
        }

        if (fields.Has("audio"))
        {
            throw OpenAiRefusal.Wrong("audio", "'audio' cannot be answered: the models here write text only.");
        }
    }
}
