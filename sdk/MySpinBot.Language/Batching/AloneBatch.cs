using System.Runtime.CompilerServices;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>A request computed by itself: a memory of its own over the same weights, nothing taken over and nothing kept, steps cut the same each time. Then the same request gives the same tokens on this machine.</summary>
internal static class AloneBatch
{
    /// <summary>Goes on with a prompt. Its memory is made when the first token is asked for, and freed at the end.</summary>
    /// <exception cref="NodeFailure">The request does not fit the model, or there is no memory for it.</exception>
    public static async IAsyncEnumerable<GeneratedToken> GenerateAsync(LlamaWeights weights, GenerationRequest request, Func<int> threads, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var need = ContextNeed.Alone(Tokens(weights, request));

        // Laying out a memory takes a while, and whoever asks may have other things to do.
        await using var batch = await Task.Run(() => new SequenceBatch(weights, need, sequences: 1, threads, savedBytes: 0, alone: true), cancellation);
        await foreach (var token in batch.GenerateAsync(request, cancellation))
        {
            yield return token;
        }
    }

    /// <summary>Tokens that its memory has to hold.</summary>
    /// <exception cref="NodeFailure">The prompt does not fit.</exception>
    public static int Tokens(LlamaWeights weights, GenerationRequest request)
    {
        RequestCheck.CheckLength(request, weights, weights.Options.Context);
        return (int)Math.Min(weights.Options.Context, request.Prompt.Length + (long)(request.MaxTokens ?? int.MaxValue));
    }
}
