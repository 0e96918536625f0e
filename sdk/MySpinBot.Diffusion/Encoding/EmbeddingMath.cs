using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Arithmetic of encoded prompts, as ComfyUI's nodes of conditions have it.</summary>
internal static class EmbeddingMath
{
    /// <summary>one · share + other · (1 − share), as many vectors as the first has: the other is cut off, or ends in zeros.</summary>
    /// <exception cref="NodeFailure">Their vectors are not of the same width, or one is a batch of another size.</exception>
    public static Embedding Mixed(Embedding one, Embedding other, double share)
    {
        var batch = Together(one, other);
        var (mine, theirs) = ((float)share, (float)(1 - share));
        var values = new float[batch * one.Tokens * one.Width];
        for (var text = 0; text < batch; text++)
        {
            var to = values.AsSpan(text * one.Tokens * one.Width, one.Tokens * one.Width);
            var first = Text(one, text);
            var second = Text(other, text);
            for (var i = 0; i < to.Length; i++)
            {
                to[i] = (first[i] * mine) + ((i < second.Length ? second[i] : 0) * theirs);
            }
        }

        return Embedding.Own(batch, one.Tokens, one.Width, values);
    }

    /// <summary>The vectors of one, and behind them those of the other.</summary>
    /// <exception cref="NodeFailure">Their vectors are not of the same width, one is a batch of another size, or together they are too many.</exception>
    public static Embedding Behind(Embedding one, Embedding other)
    {
        var (batch, tokens) = (Together(one, other), one.Tokens + other.Tokens);
        if ((long)batch * tokens * one.Width > Embedding.MaxValues)
        {
            throw new NodeFailure($"Together they would have {batch} × {tokens} vectors of {one.Width} numbers; {Embedding.MaxValues} numbers are the most that conditions may have.") { Input = "conditioning_from" };
        }

        var values = new float[batch * tokens * one.Width];
        for (var text = 0; text < batch; text++)
        {
            var to = values.AsSpan(text * tokens * one.Width, tokens * one.Width);
            Text(one, text).CopyTo(to);
            Text(other, text).CopyTo(to[(one.Tokens * one.Width)..]);
        }

        return Embedding.Own(batch, tokens, one.Width, values);
    }

    /// <summary>As many vectors, of zeros.</summary>
    public static Embedding Zeros(Embedding one) => Embedding.Own(one.Batch, one.Tokens, one.Width, new float[one.Values.Length]);

    private static ReadOnlySpan<float> Text(Embedding embedding, int index)
        => embedding.Values.Slice((embedding.Batch == 1 ? 0 : index) * embedding.Tokens * embedding.Width, embedding.Tokens * embedding.Width);

    private static int Together(Embedding one, Embedding other)
        => one.Width != other.Width ? throw new NodeFailure($"These conditions have vectors of {one.Width} and of {other.Width} numbers: they come from text encoders of different models.") { Input = "conditioning_from" }
            : one.Batch != other.Batch && one.Batch != 1 && other.Batch != 1 ? throw new NodeFailure($"These conditions are for batches of {one.Batch} and of {other.Batch}; the same size, or 1, would be right.") { Input = "conditioning_from" }
            : Math.Max(one.Batch, other.Batch);
}
