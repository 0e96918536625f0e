using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Answers requests with a loaded model: messages become a prompt by the model's template, a format or tools become a grammar, tokens become text, thoughts and calls of tools.</summary>
/// <param name="model">The model.</param>
/// <param name="time">The clock, for templates that tell the day.</param>
public sealed class LocalChat(LlamaModel model, TimeProvider time)
{
    /// <summary>Tokens of the request's prompt.</summary>
    /// <exception cref="NodeFailure">The template refuses the conversation, or tools were offered to a model whose template knows none and cannot be told of them.</exception>
    public int[] PromptOf(TextRequest request) => throw new NotSupportedException();

    /// <summary>Streams the answer. <see cref="TextRequest.Model"/> is not looked at.</summary>
    /// <exception cref="NodeFailure">The request does not fit the model; or a structured answer was cut by the limit of tokens.</exception>
    public IAsyncEnumerable<TextPiece> AnswerAsync(TextRequest request, CancellationToken cancellation)
        => throw new NotSupportedException($"{model} {time}");
}
