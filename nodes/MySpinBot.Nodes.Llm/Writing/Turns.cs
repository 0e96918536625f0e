using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Requests as nodes make them.</summary>
internal static class Turns
{
    /// <summary>Which input fills which field of a request, in nodes that write.</summary>
    public static (string Field, string Input)[] Inputs { get; } =
    [
        (nameof(TextRequest.Model), "model"), (nameof(TextRequest.Messages), "prompt"), (nameof(TextRequest.Prompt), "prompt"), (nameof(TextRequest.MaxTokens), "max_tokens"),
        (nameof(TextRequest.Stop), "stop"), (nameof(TextRequest.Sampling), "sampling"), (nameof(TextRequest.Format), "schema"), (nameof(TextRequest.Tools), "tools"),
    ];

    /// <summary>What an instruction and a text are as messages.</summary>
    public static IReadOnlyList<ChatMessage> Of(string system, string prompt)
        => system.Length > 0 ? [new ChatMessage("system", system), new ChatMessage("user", prompt)] : [new ChatMessage("user", prompt)];

    /// <summary>A request without its words.</summary>
    /// <param name="maxTokens">The most tokens; 0 for what the context leaves.</param>
    /// <param name="sampling">How tokens are chosen.</param>
    /// <param name="repeatable">Whether it is computed by itself.</param>
    public static TextRequest Request(int maxTokens, TextSampling sampling, bool repeatable)
        => new() { Model = "", MaxTokens = maxTokens > 0 ? maxTokens : null, Sampling = sampling, Repeatable = repeatable };
}
