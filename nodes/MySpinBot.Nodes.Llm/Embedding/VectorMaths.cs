using System.Numerics;
using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Arithmetic of vectors that stand for texts.</summary>
internal static class VectorMaths
{
    /// <summary>The first numbers of each vector, scaled to length one again, for models that were trained for it (Matryoshka; Kusupati et al. 2022).</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="dimensions">How many numbers are kept; null for all.</param>
    /// <exception cref="NodeFailure">The vectors have fewer.</exception>
    public static IReadOnlyList<ReadOnlyMemory<float>> Shortened(IReadOnlyList<ReadOnlyMemory<float>> vectors, int? dimensions)
    {
        if (dimensions is not { } kept || vectors.Count == 0 || vectors[0].Length == kept)
        {
            return vectors;
        }

        return kept >= 1 && kept < vectors[0].Length
            ? [.. vectors.Select(vector => OfLengthOne(vector.Span[..kept]))]
            : throw Failures.At(nameof(EmbeddingRequest.Dimensions), $"{kept} numbers of each vector were asked for; the model's have {vectors[0].Length}.");
    }

    /// <summary>The scalar product: of vectors of length one, the cosine of the angle between them.</summary>
    /// <param name="one">[width]</param>
    /// <param name="other">[width]</param>
    public static float Product(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var ones = MemoryMarshal.Cast<float, Vector<float>>(one);
        var others = MemoryMarshal.Cast<float, Vector<float>>(other);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < ones.Length; i++)
        {
            sums += ones[i] * others[i];
        }

        var sum = Vector.Sum(sums);
        for (var i = ones.Length * Vector<float>.Count; i < one.Length; i++)
        {
            sum += one[i] * other[i];
        }

        return sum;
    }

    private static ReadOnlyMemory<float> OfLengthOne(ReadOnlySpan<float> values)
    {
        var length = MathF.Sqrt(Product(values, values));
        var scaled = new float[values.Length];
        for (var i = 0; i < scaled.Length && length > 0; i++)
        {
            scaled[i] = values[i] / length;
        }

        return scaled;
    }
}
