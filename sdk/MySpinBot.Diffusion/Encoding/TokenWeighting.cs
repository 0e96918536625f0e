using System.Collections.Immutable;

namespace MySpinBot.Diffusion;

/// <summary>How weights of words act: what the encoder made of a token is taken away from, or towards, what it makes of no text at all at the same place.</summary>
/// <remarks>ComfyUI's ClipTokenWeightEncoder: out = (z − z_empty) · weight + z_empty. What weighs 1 is not touched.</remarks>
internal static class TokenWeighting
{
    /// <summary>Weighs the tokens of one chunk, in place.</summary>
    /// <param name="z">What the encoder made of the chunk, [tokens, width].</param>
    /// <param name="empty">What it makes of no text, [tokens, width].</param>
    /// <param name="weights">The weight of each token.</param>
    public static void Apply(Span<float> z, ReadOnlySpan<float> empty, ImmutableArray<PromptToken> weights)
    {
        var width = z.Length / weights.Length;
        for (var token = 0; token < weights.Length; token++)
        {
            var weight = (float)weights[token].Weight;
            if (weights[token].Weight == 1)
            {
                continue;
            }

            var values = z.Slice(token * width, width);
            var nothing = empty.Slice(token * width, width);
            for (var i = 0; i < width; i++)
            {
                values[i] = ((values[i] - nothing[i]) * weight) + nothing[i];
            }
        }
    }
}
