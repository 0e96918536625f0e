using System.Numerics;

namespace MySpinBot.Imaging;

/// <summary>Lanczos resampling of 8-bit levels in fixed point, columns first, with the rounding that Pillow's <c>Image.resize</c> has.</summary>
internal static class LanczosScaling
{
    private const int Lobes = 3;
    private const int FractionBits = 32 - 8 - 2;
    private const int Half = 1 << (FractionBits - 1);

    internal static float[] Resize(ScalingTask task)
    {
        var across = Weights.For(task.Width, task.ToWidth);
        var down = Weights.For(task.Height, task.ToHeight);
        var result = task.NewResult();
        var narrow = new byte[task.Height * task.ToRowLength];
        var isSeenThrough = task.Channels == 4 && (task.Width, task.Height) != (task.ToWidth, task.ToHeight);
        for (var picture = 0; picture < task.Batch; picture++)
        {
            var (number, size) = (picture, task.ToHeight * task.ToRowLength);
            Parallel.For(0, task.Height, task.Parallel, () => new byte[task.RowLength], (y, _, levels) =>
            {
                Levels.ToBytes(task.Row(number, y), levels);
                if (isSeenThrough)
                {
                    AlphaWeighting.Multiply(levels);
                }

                Across(levels, across, task.Channels, narrow.AsSpan(y * task.ToRowLength, task.ToRowLength));
                return levels;
            }, _ => { });
            Parallel.For(0, task.ToHeight, task.Parallel, () => new byte[task.ToRowLength], (y, _, levels) =>
            {
                Down(narrow, down, y, levels);
                if (isSeenThrough)
                {
                    AlphaWeighting.Divide(levels);
                }

                Levels.ToValues(levels, result.AsSpan((number * size) + (y * task.ToRowLength), task.ToRowLength));
                return levels;
            }, _ => { });
        }

        return result;
    }

    private static void Across(ReadOnlySpan<byte> row, Weights weights, int channels, Span<byte> output)
    {
        for (int x = 0, to = 0; to < output.Length; x++)
        {
            var taps = weights.Of(x);
            var part = row.Slice(weights.First[x] * channels, taps.Length * channels);
            if (channels == 3)
            {
                (output[to], output[to + 1], output[to + 2]) = Colour(part, taps);
                to += 3;
                continue;
            }

            for (var c = 0; c < channels; c++, to++)
            {
                var sum = Half;
                for (int tap = 0, from = c; tap < taps.Length; tap++, from += channels)
                {
                    sum += part[from] * taps[tap];
                }

                output[to] = Level(sum);
            }
        }
    }

    private static (byte Red, byte Green, byte Blue) Colour(ReadOnlySpan<byte> part, ReadOnlySpan<int> taps)
    {
        var (red, green, blue) = (Half, Half, Half);
        for (int tap = 0, from = 0; tap < taps.Length; tap++, from += 3)
        {
            red += part[from] * taps[tap];
            green += part[from + 1] * taps[tap];
            blue += part[from + 2] * taps[tap];
        }

        return (Level(red), Level(green), Level(blue));
    }

    private static void Down(byte[] rows, Weights weights, int y, Span<byte> output)
    {
        var taps = weights.Of(y);
        var first = weights.First[y] * output.Length;
        var i = 0;
        for (; i + Vector<byte>.Count <= output.Length; i += Vector<byte>.Count)
        {
            Down(rows, taps, first + i, output.Length).CopyTo(output[i..]);
        }

        for (; i < output.Length; i++)
        {
            var sum = Half;
            for (var tap = 0; tap < taps.Length; tap++)
            {
                sum += rows[first + (tap * output.Length) + i] * taps[tap];
            }

            output[i] = Level(sum);
        }
    }

    // As many levels of a row as the processor takes at once.
    private static Vector<byte> Down(byte[] rows, ReadOnlySpan<int> taps, int at, int rowLength)
    {
        var (sum0, sum1, sum2, sum3) = (new Vector<int>(Half), new Vector<int>(Half), new Vector<int>(Half), new Vector<int>(Half));
        foreach (var weight in taps)
        {
            Vector.Widen(new Vector<byte>(rows, at), out var low, out var high);
            Vector.Widen(low, out var part0, out var part1);
            Vector.Widen(high, out var part2, out var part3);
            sum0 += Vector.AsVectorInt32(part0) * weight;
            sum1 += Vector.AsVectorInt32(part1) * weight;
            sum2 += Vector.AsVectorInt32(part2) * weight;
            sum3 += Vector.AsVectorInt32(part3) * weight;
            at += rowLength;
        }

        return Vector.Narrow(Vector.Narrow(Level(sum0), Level(sum1)), Vector.Narrow(Level(sum2), Level(sum3)));
    }

    private static byte Level(int sum) => (byte)Math.Clamp(sum >> FractionBits, 0, 255);

    private static Vector<uint> Level(Vector<int> sum)
        => Vector.AsVectorUInt32(Vector.Min(Vector.Max(Vector.ShiftRightArithmetic(sum, FractionBits), Vector<int>.Zero), new Vector<int>(255)));

    private sealed record Weights(int[] First, int[][] Fixed)
    {
        internal ReadOnlySpan<int> Of(int position) => Fixed[position];

        internal static Weights For(int input, int output)
        {
            var weights = new Weights(new int[output], new int[output][]);
            var scale = (double)input / output;
            var stretch = Math.Max(1, scale);
            for (var i = 0; i < output; i++)
            {
                var centre = (i + 0.5) * scale;
                var first = Math.Max(0, (int)(centre - (Lobes * stretch) + 0.5));
                var end = Math.Min(input, (int)(centre + (Lobes * stretch) + 0.5));
                var raw = Enumerable.Range(first, end - first).Select(at => Lanczos((at - centre + 0.5) / stretch)).ToArray();
                var sum = raw.Sum();
                weights.First[i] = first;
                weights.Fixed[i] = input == output
                    ? [.. Enumerable.Range(first, end - first).Select(at => at == i ? 1 << FractionBits : 0)]
                    : [.. raw.Select(weight => Rounded(weight / sum))];
            }

            return weights;
        }

        private static int Rounded(double weight) => (int)((weight * (1 << FractionBits)) + (weight < 0 ? -0.5 : 0.5));

        private static double Lanczos(double x) => Math.Abs(x) < Lobes ? Sinc(x) * Sinc(x / Lobes) : 0;

        private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
    }
}
