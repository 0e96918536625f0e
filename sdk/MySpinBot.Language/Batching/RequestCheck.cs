using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>What a request is checked for before it joins. What would end the process, or a step that others are in, does not get further.</summary>
internal static class RequestCheck
{
    /// <summary>A checked request with everything to choose its tokens.</summary>
    /// <param name="request">The request.</param>
    /// <param name="weights">The model.</param>
    /// <param name="cells">Tokens that its memory holds.</param>
    /// <param name="room">Room to choose in, the loop's.</param>
    /// <exception cref="NodeFailure">It does not fit the model.</exception>
    public static Generation Accept(GenerationRequest request, LlamaWeights weights, int cells, SamplingRoom room)
    {
        CheckLength(request, weights, cells);
        Check(request.Prompt.Span, weights.Vocabulary.Count);
        // An answer may be as long as the context leaves: a limit beyond that is none.
        var most = (int)Math.Min(Math.Min(cells, weights.File.Positions ?? cells), request.Prompt.Length + (long)(request.MaxTokens ?? int.MaxValue));
        return new Generation(request, most, weights.Vocabulary, new TokenSampler(request, weights.Vocabulary, most, room));
    }

    /// <summary>Whether the model writes, and its memory has room for a prompt and a token of an answer.</summary>
    /// <exception cref="NodeFailure">It does not.</exception>
    public static void CheckLength(GenerationRequest request, LlamaWeights weights, int cells)
    {
        var name = weights.Facts.Name ?? weights.Facts.Architecture;
        if (!weights.Facts.Writes)
        {
            throw new NodeFailure($"'{name}' is a model for embeddings, which writes no text; take one that does.") { Input = nameof(TextRequest.Model) };
        }

        if (weights.File.Positions is { } positions && request.Prompt.Length >= positions)
        {
            throw new NodeFailure($"The prompt has {request.Prompt.Length} tokens, and '{name}' has {positions} positions with those of the answer; a shorter prompt is needed.") { Input = nameof(TextRequest.Prompt), Code = "context_length_exceeded" };
        }

        if (request.Prompt.Length >= cells)
        {
            throw new NodeFailure($"The prompt has {request.Prompt.Length} tokens, and the context of '{name}' holds {cells} with those of the answer; it takes a context of {request.Prompt.Length + Math.Max(request.MaxTokens ?? 1, 1)}, or a shorter prompt.") { Input = nameof(TextRequest.Prompt), Code = "context_length_exceeded" };
        }
    }

    /// <summary>Tokens of a text: one at least, and none that there is not.</summary>
    /// <exception cref="NodeFailure">It has none, or a wrong one.</exception>
    public static void Check(ReadOnlySpan<int> tokens, int tokenCount)
    {
        if (tokens.IsEmpty)
        {
            throw new NodeFailure("The prompt is empty; a model needs one token at least to go on from.") { Input = nameof(TextRequest.Prompt) };
        }

        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)tokenCount)
            {
                throw new NodeFailure($"There is no token {token} in this model's vocabulary, whose tokens are 0 to {tokenCount - 1}.") { Input = nameof(TextRequest.PromptTokens) };
            }
        }
    }
}
