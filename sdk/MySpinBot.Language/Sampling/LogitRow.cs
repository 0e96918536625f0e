using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MySpinBot.Language;

/// <summary>What is asked of a row of logits, some 100,000 of them, with each token: a pass of as many numbers at once as the processor can.</summary>
/// <remarks>Compiled for good at once: a pass is one call with a long loop, and what is compiled in steps was found in the slow form for seconds on a busy machine, and in one twice as slow for ever.</remarks>
internal static class LogitRow
{
    /// <summary>The largest logit. Infinite or no number where the row is not one that can be chosen from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Largest(ReadOnlySpan<float> logits)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(logits);
        var (largest, wrong) = (float.NegativeInfinity, false);
        if (vectors.Length > 0)
        {
            var (most, unequal) = (new Vector<float>(float.NegativeInfinity), Vector<int>.Zero);
            foreach (ref readonly var vector in vectors)
            {
                most = Vector.Max(most, vector);
                unequal |= ~Vector.Equals(vector, vector);
            }

            for (var i = 0; i < Vector<float>.Count; i++)
            {
                largest = Math.Max(largest, most[i]);
            }

            wrong = unequal != Vector<int>.Zero;
        }

        foreach (var logit in logits[(vectors.Length * Vector<float>.Count)..])
        {
            largest = Math.Max(largest, logit);
            wrong |= float.IsNaN(logit);
        }

        return wrong ? float.NaN : largest;
    }

    /// <summary>The index of the largest; of equal ones the lowest.</summary>
    public static int Likeliest(ReadOnlySpan<float> logits)
    {
        var token = 0;
        Likeliest(logits, new Span<int>(ref token));
        return token;
    }

    /// <summary>The natural logarithm of the sum of e to each logit: what a logit lies below 0 of it by is the logarithm of its probability.</summary>
    /// <param name="logits">The row.</param>
    /// <param name="largest">Its largest.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double LogSum(ReadOnlySpan<float> logits, float largest)
    {
        // Sums in double by runs: floats that add up 100,000 numbers lose the small ones.
        const int run = 1024;
        var sum = 0.0;
        for (var start = 0; start < logits.Length; start += run)
        {
            sum += SumOfPowers(logits.Slice(start, Math.Min(run, logits.Length - start)), largest);
        }

        return largest + Math.Log(sum);
    }

    /// <summary>The indices of the largest, the largest first; of equal ones that of the lower index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Likeliest(ReadOnlySpan<float> logits, Span<int> tokens)
    {
        var found = 0;
        for (var start = 0; start < logits.Length; start += Vector<float>.Count)
        {
            var part = logits.Slice(start, Math.Min(Vector<float>.Count, logits.Length - start));
            if (found == tokens.Length && part.Length == Vector<float>.Count && !Vector.GreaterThanAny(new Vector<float>(part), new Vector<float>(logits[tokens[^1]])))
            {
                continue;
            }

            for (var i = start; i < start + part.Length; i++)
            {
                found = Insert(logits, tokens, found, i);
            }
        }
    }

    private static int Insert(ReadOnlySpan<float> logits, Span<int> tokens, int found, int token)
    {
        if (found == tokens.Length && !(logits[token] > logits[tokens[^1]]))
        {
            return found;
        }

        var place = found == tokens.Length ? found - 1 : found;
        for (; place > 0 && logits[token] > logits[tokens[place - 1]]; place--)
        {
            tokens[place] = tokens[place - 1];
        }

        tokens[place] = token;
        return Math.Min(found + 1, tokens.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float SumOfPowers(ReadOnlySpan<float> logits, float largest)
    {
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(logits);
        var (sums, top) = (Vector256<float>.Zero, Vector256.Create(largest));
        foreach (ref readonly var vector in vectors)
        {
            sums += Vector256.Exp(vector - top);
        }

        var sum = Vector256.Sum(sums);
        foreach (var logit in logits[(vectors.Length * Vector256<float>.Count)..])
        {
            sum += MathF.Exp(logit - largest);
        }

        return sum;
    }
}
