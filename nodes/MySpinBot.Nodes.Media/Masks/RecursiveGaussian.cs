using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MySpinBot.Nodes.Media;

/// <summary>A Gaussian blur whose time does not depend on its width; the edge pixels are repeated outwards.</summary>
/// <remarks>
/// R. Deriche, "Recursively implementing the Gaussian and its derivatives", INRIA research report 1893, 1993: the kernel is the sum of two damped waves, each of which is a recursion
/// over the last two values, once from each side. From a standard deviation of 0.5 pixels on, a mask of 0 and 1 differs by less than 0.001 from its true Gaussian blur.
/// </remarks>
internal static class RecursiveGaussian
{
    private const int RowsBetweenChecks = 64;

    // Values are filtered 1 higher than they are: sums that die out towards 0 would become denormal numbers, which are slow.
    private const double Lift = 1;

    /// <summary>Blurs values [height, width].</summary>
    /// <param name="values">The values.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="sigma">Standard deviation in pixels, greater than 0.</param>
    /// <param name="cancellation">Stops the work between rows.</param>
    public static float[] Blur(ReadOnlySpan<float> values, int height, int width, double sigma, CancellationToken cancellation)
    {
        var (least, greatest) = Range(values);
        var waves = Waves(sigma);
        var upright = new Plane(height, width);
        var turned = new Plane(width, height);
        var (scratchUpright, scratchTurned) = (new Plane(height, width), new Plane(width, height));
        for (var y = 0; y < height; y++)
        {
            values.Slice(y * width, width).CopyTo(upright.Row(y));
        }

        Turn(upright, turned, cancellation);
        Down(turned, scratchTurned, waves, cancellation);
        Turn(scratchTurned, upright, cancellation);
        Down(upright, scratchUpright, waves, cancellation);

        // The kernel dips below 0 by a ten-thousandth; a blur never leaves the range of what it blurs.
        var result = GC.AllocateUninitializedArray<float>(values.Length);
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = Math.Clamp(scratchUpright.Row(i / width)[i % width], least, greatest);
        }

        return result;
    }

    /// <summary>The two damped waves for a width, so that all weights sum to 1.</summary>
    private static (Wave First, Wave Second) Waves(double sigma)
    {
        var (first, second) = (Wave.Of(1.680, 3.735, 1.783 / sigma, 0.6318 / sigma), Wave.Of(-0.6803, -0.2598, 1.723 / sigma, 1.997 / sigma));
        var sum = first.Gain + second.Gain;
        return (first.Scaled(1 / sum), second.Scaled(1 / sum));
    }

    // Filters each column, from above and from below.
    private static void Down(Plane from, Plane to, (Wave First, Wave Second) waves, CancellationToken cancellation)
    {
        var last = from.Height - 1;
        var (first, second) = (new Recursion(waves.First.Forwards, from.Row(0)), new Recursion(waves.Second.Forwards, from.Row(0)));
        for (var y = 0; y <= last; y++)
        {
            Check(y, cancellation);
            to.Row(y).Clear();
            first.Add(from.Row(y), from.Row(Math.Max(y - 1, 0)), to.Row(y));
            second.Add(from.Row(y), from.Row(Math.Max(y - 1, 0)), to.Row(y));
        }

        (first, second) = (new Recursion(waves.First.Backwards, from.Row(last)), new Recursion(waves.Second.Backwards, from.Row(last)));
        for (var y = last; y >= 0; y--)
        {
            Check(y, cancellation);
            first.Add(from.Row(Math.Min(y + 1, last)), from.Row(Math.Min(y + 2, last)), to.Row(y));
            second.Add(from.Row(Math.Min(y + 1, last)), from.Row(Math.Min(y + 2, last)), to.Row(y));
        }
    }

    private static void Turn(Plane from, Plane to, CancellationToken cancellation)
    {
        const int Block = 32;
        for (var top = 0; top < from.Height; top += Block)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var left = 0; left < from.Width; left += Block)
            {
                var (bottom, right) = (Math.Min(top + Block, from.Height), Math.Min(left + Block, from.Width));
                for (var x = left; x < right; x++)
                {
                    var row = to.Row(x);
                    for (var y = top; y < bottom; y++)
                    {
                        row[y] = from.Values[(y * from.Stride) + x];
                    }
                }
            }
        }
    }

    private static (float Least, float Greatest) Range(ReadOnlySpan<float> values)
    {
        var (least, greatest) = (values[0], values[0]);
        foreach (var value in values)
        {
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        }

        return (least, greatest);
    }

    private static void Check(int row, CancellationToken cancellation)
    {
        if (row % RowsBetweenChecks == 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Rows that are padded to whole vectors.</summary>
    private sealed class Plane(int height, int width)
    {
        public int Height => height;

        public int Width => width;

        public int Stride { get; } = (width + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;

        public float[] Values { get; } = new float[height * ((width + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count)];

        public Span<float> Row(int y) => Values.AsSpan(y * Stride, Stride);
    }

    /// <summary>The sum of a wave from one side: y₀ = now·x₀ + before·x₁ - one·y₁ - two·y₂.</summary>
    private readonly record struct Weights(double Now, double Before, double One, double Two)
    {
        /// <summary>What a constant 1 becomes.</summary>
        public double Gain => (Now + Before) / (1 + One + Two);
    }

    /// <summary>A damped wave, cosine · cos(frequency · x) + sine · sin(frequency · x), all times e^(-decay · x), for both sides of a pixel.</summary>
    /// <param name="Forwards">For the pixel itself and those before it.</param>
    private readonly record struct Wave(Weights Forwards)
    {
        /// <summary>For the pixels after it, beginning with the next.</summary>
        public Weights Backwards => Forwards with { Now = Forwards.Before - (Forwards.One * Forwards.Now), Before = -Forwards.Two * Forwards.Now };

        public double Gain => Forwards.Gain + Backwards.Gain;

        public static Wave Of(double cosine, double sine, double decay, double frequency)
        {
            var e = Math.Exp(-decay);
            return new(new Weights(cosine, e * ((sine * Math.Sin(frequency)) - (cosine * Math.Cos(frequency))), -2 * e * Math.Cos(frequency), e * e));
        }

        public Wave Scaled(double factor) => new(Forwards with { Now = Forwards.Now * factor, Before = Forwards.Before * factor });
    }

    /// <summary>The sum of a wave along each column, and its last two values.</summary>
    private sealed class Recursion
    {
        private readonly Weights _weights;
        private double[] _one;
        private double[] _two;

        /// <summary>Begins as if <paramref name="row"/> had been there forever.</summary>
        public Recursion(Weights weights, ReadOnlySpan<float> row)
        {
            (_weights, _one, _two) = (weights, new double[row.Length], new double[row.Length]);
            for (var x = 0; x < row.Length; x++)
            {
                _one[x] = _two[x] = (row[x] + Lift) * weights.Gain;
            }
        }

        /// <summary>Goes one row further and adds what comes of it to <paramref name="sum"/>.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Add(ReadOnlySpan<float> row, ReadOnlySpan<float> rowBefore, Span<float> sum)
        {
            var rows = MemoryMarshal.Cast<float, Vector<float>>(row);
            var rowsBefore = MemoryMarshal.Cast<float, Vector<float>>(rowBefore);
            var sums = MemoryMarshal.Cast<float, Vector<float>>(sum);
            var ones = MemoryMarshal.Cast<double, Vector<double>>(_one.AsSpan());
            var twos = MemoryMarshal.Cast<double, Vector<double>>(_two.AsSpan());
            var (lift, lifted) = (new Vector<double>(Lift), new Vector<double>(Lift * _weights.Gain));
            for (int i = 0, j = 0; i < rows.Length; i++, j += 2)
            {
                Vector.Widen(rows[i], out var low, out var high);
                Vector.Widen(rowsBefore[i], out var lowBefore, out var highBefore);
                low = ((low + lift) * _weights.Now) + ((lowBefore + lift) * _weights.Before) - (ones[j] * _weights.One) - (twos[j] * _weights.Two);
                high = ((high + lift) * _weights.Now) + ((highBefore + lift) * _weights.Before) - (ones[j + 1] * _weights.One) - (twos[j + 1] * _weights.Two);
                (twos[j], twos[j + 1]) = (low, high);
                sums[i] += Vector.Narrow(low - lifted, high - lifted);
            }

            (_one, _two) = (_two, _one);
        }
    }
}
