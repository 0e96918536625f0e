using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MySpinBot.Films;

/// <summary>Mixes frames by weights in 16384ths, rounded to the nearest.</summary>
internal static class FrameMixing
{
    private const int Half = WeightedSums.One / 2;

    /// <summary>The weight nearest to a share.</summary>
    public static short Weight(double share) => (short)Math.Round(share * WeightedSums.One);

    /// <summary>All pixels by one weight: that of <paramref name="to"/>.</summary>
    public static void Mix(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, short weight, Span<byte> result)
    {
        var (i, other) = (0, (short)(WeightedSums.One - weight));
        if (Vector128.IsHardwareAccelerated)
        {
            var weights = WeightedSums.Spread(other, weight);
            ref var first = ref MemoryMarshal.GetReference(from);
            ref var second = ref MemoryMarshal.GetReference(to);
            for (; i <= from.Length - 16; i += 16)
            {
                var (even, odd) = WeightedSums.Rows(ref first, ref second, (nuint)i, weights);
                var mixed = WeightedSums.Interleave((even + Vector256.Create(Half)) >> WeightedSums.WeightBits, (odd + Vector256.Create(Half)) >> WeightedSums.WeightBits);
                Vector128.Narrow(mixed.GetLower().AsUInt16(), mixed.GetUpper().AsUInt16()).CopyTo(result[i..]);
            }
        }

        for (; i < from.Length; i++)
        {
            result[i] = Mixed(from[i], to[i], weight);
        }
    }

    /// <summary>A frame and a grey level, by the frame's weight.</summary>
    public static void MixWith(ReadOnlySpan<byte> frame, byte level, short weight, Span<byte> result)
    {
        var table = new byte[256];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = Mixed(level, i, weight);
        }

        ChannelTables.Apply([table, table, table], frame, result);
    }

    /// <summary>Each row by a weight of its own.</summary>
    public static void MixRows(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, ReadOnlySpan<short> weights, Span<byte> result)
    {
        var length = from.Length / weights.Length;
        for (var row = 0; row < weights.Length; row++)
        {
            var line = new Range(row * length, (row + 1) * length);
            MixStretch(from[line], to[line], weights[row], result[line]);
        }
    }

    /// <summary>Each column by a weight of its own, in all rows alike. Weights do not change back and forth, so stretches of one or nothing are copied.</summary>
    public static void MixColumns(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, ReadOnlySpan<short> weights, Span<byte> result)
    {
        for (var row = 0; row < from.Length; row += weights.Length * 3)
        {
            for (int start = 0, end; start < weights.Length; start = end)
            {
                end = start + RunLength(weights[start..]);
                var stretch = new Range(row + (start * 3), row + (end * 3));
                MixStretch(from[stretch], to[stretch], weights[start], result[stretch]);
            }
        }
    }

    private static int RunLength(ReadOnlySpan<short> weights)
        => weights.IndexOfAnyExcept(weights[0]) is var other and >= 0 ? other : weights.Length;

    private static void MixStretch(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, short weight, Span<byte> result)
    {
        if (weight is 0 or WeightedSums.One)
        {
            (weight == 0 ? from : to).CopyTo(result);
        }
        else
        {
            Mix(from, to, weight, result);
        }
    }

    private static byte Mixed(int from, int to, short weight) => (byte)(((from * (WeightedSums.One - weight)) + (to * weight) + Half) >> WeightedSums.WeightBits);
}
