using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MySpinBot.Nodes.Media;

/// <summary>Which of two values counts: the greater (dilation) or the smaller (erosion).</summary>
internal interface IExtremum
{
    static abstract float Of(float one, float other);

    static abstract Vector<float> Of(Vector<float> one, Vector<float> other);
}

/// <summary>The greater of two values.</summary>
internal readonly struct Greatest : IExtremum
{
    public static float Of(float one, float other) => Math.Max(one, other);

    public static Vector<float> Of(Vector<float> one, Vector<float> other) => Vector.Max(one, other);
}

/// <summary>The smaller of two values.</summary>
internal readonly struct Least : IExtremum
{
    public static float Of(float one, float other) => Math.Min(one, other);

    public static Vector<float> Of(Vector<float> one, Vector<float> other) => Vector.Min(one, other);
}

/// <summary>The size of one picture: rows of pixels, pixels of channels.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Values a pixel; each channel is a picture of its own.</param>
internal readonly record struct Raster(int Height, int Width, int Channels)
{
    public int RowLength => Width * Channels;

    public int Length => Height * RowLength;
}

/// <summary>The greatest or smallest value around each pixel, in O(pixels · log radius). What lies outside the picture does not count.</summary>
/// <remarks>
/// A shape grows by the union of a few shifted copies of itself: where every pixel knows the extremum of the shape around it, two or four neighbours at the right
/// distance know that of a shape of up to two or three times the size. A neighbour outside the picture is replaced by the nearest pixel at its edge: it is nearer to every
/// pixel of the picture than the one outside, so it knows no less, and never more than the larger shape holds.
/// </remarks>
internal sealed class RunningExtremum<T>(Raster raster, CancellationToken cancellation)
    where T : struct, IExtremum
{
    private const int RowsBetweenChecks = 64;

    private float[] _spare = GC.AllocateUninitializedArray<float>(raster.Length);

    /// <summary>Over all pixels that are at most <paramref name="radius"/> steps away, up, down, left and right: what as many passes with a cross of 3×3 give.</summary>
    /// <param name="values">[height, width, channels]; may be written to.</param>
    /// <param name="radius">In pixels.</param>
    public float[] Diamond(float[] values, int radius)
    {
        radius = Math.Min(radius, raster.Width + raster.Height - 2);
        for (var reached = 0; reached < radius;)
        {
            var step = Math.Min(Math.Max(reached, 1), radius - reached);
            values = Widen(values, step, step, step, step);
            reached += step;
        }

        return values;
    }

    /// <summary>Over rectangles from <paramref name="before"/> pixels left and above to <paramref name="after"/> pixels right and below.</summary>
    /// <param name="values">[height, width, channels]; may be written to.</param>
    /// <param name="before">In pixels; as many as after, or one more.</param>
    /// <param name="after">In pixels.</param>
    public float[] Square(float[] values, int before, int after)
    {
        var (across, down) = (Math.Min(after, raster.Width - 1), Math.Min(after, raster.Height - 1));
        for (var reached = 0; reached < across;)
        {
            var step = Math.Min((2 * reached) + 1, across - reached);
            values = Widen(values, step, step, 0, 0);
            reached += step;
        }

        for (var reached = 0; reached < down;)
        {
            var step = Math.Min((2 * reached) + 1, down - reached);
            values = Widen(values, 0, 0, step, step);
            reached += step;
        }

        return before > after ? Widen(Widen(values, 1, 0, 0, 0), 0, 0, 1, 0) : values;
    }

    // Each pixel's extremum with those at four distances.
    private float[] Widen(float[] values, int left, int right, int up, int down)
    {
        var row = raster.RowLength;
        for (var y = 0; y < raster.Height; y++)
        {
            if (y % RowsBetweenChecks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var own = values.AsSpan(y * row, row);
            var to = _spare.AsSpan(y * row, row);
            Combine(own, values.AsSpan(Math.Max(y - up, 0) * row, row), to);
            Combine(to, values.AsSpan(Math.Min(y + down, raster.Height - 1) * row, row), to);
            FromLeft(own, Math.Min(left, raster.Width) * raster.Channels, to);
            FromRight(own, Math.Min(right, raster.Width) * raster.Channels, to);
        }

        var result = _spare;
        _spare = values;
        return result;
    }

    private void FromLeft(ReadOnlySpan<float> row, int distance, Span<float> to)
    {
        Combine(to[distance..], row[..^distance], to[distance..]);
        for (var i = 0; i < distance; i++)
        {
            to[i] = T.Of(to[i], row[i % raster.Channels]);
        }
    }

    private void FromRight(ReadOnlySpan<float> row, int distance, Span<float> to)
    {
        Combine(to[..^distance], row[distance..], to[..^distance]);
        var last = row[^raster.Channels..];
        for (var i = row.Length - distance; i < row.Length; i++)
        {
            to[i] = T.Of(to[i], last[i % raster.Channels]);
        }
    }

    // Optimised from the first call on: a process may grow one mask only, and would be done before this was compiled anew.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Combine(ReadOnlySpan<float> one, ReadOnlySpan<float> other, Span<float> to)
    {
        var ones = MemoryMarshal.Cast<float, Vector<float>>(one);
        var others = MemoryMarshal.Cast<float, Vector<float>>(other);
        var tos = MemoryMarshal.Cast<float, Vector<float>>(to);
        for (var i = 0; i < tos.Length; i++)
        {
            tos[i] = T.Of(ones[i], others[i]);
        }

        for (var i = tos.Length * Vector<float>.Count; i < to.Length; i++)
        {
            to[i] = T.Of(one[i], other[i]);
        }
    }
}
