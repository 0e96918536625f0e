using System.Buffers;
using System.Runtime.Intrinsics;

namespace MySpinBot.Films;

/// <summary>From full-range RGB to limited-range BT.709 with chroma of half the size (ITU-R BT.709-6, §3): the one place where frames leave RGB.</summary>
internal static class YuvConversion
{
    private const float Red = 0.2126f;
    private const float Blue = 0.0722f;
    private const float Green = 1 - Red - Blue;
    private const float LumaScale = 219f / 255;
    private const float BlueScale = 224f / 255 / (2 * (1 - Blue));
    private const float RedScale = 224f / 255 / (2 * (1 - Red));

    /// <summary>Converts a frame; see <see cref="FrameFormat"/> for how both lie. Chroma is taken where MPEG-2 has it: at the even columns, between two rows.</summary>
    public static void FromRgb(ReadOnlySpan<byte> rgb, Span<byte> yuv, int width, int height)
    {
        var (columns, rows) = ((width + 1) / 2, (height + 1) / 2);
        var luma = yuv[..(width * height)];
        var cb = yuv.Slice(width * height, columns * rows);
        var cr = yuv.Slice((width * height) + (columns * rows), columns * rows);
        var rented = ArrayPool<float>.Shared.Rent(8 * width);
        try
        {
            var upper = rented.AsSpan(0, 4 * width);
            var lower = rented.AsSpan(4 * width, 4 * width);
            for (var row = 0; row < rows; row++)
            {
                Luma(rgb.Slice(2 * row * width * 3, width * 3), upper, luma.Slice(2 * row * width, width));
                if ((2 * row) + 1 < height)
                {
                    Luma(rgb.Slice(((2 * row) + 1) * width * 3, width * 3), lower, luma.Slice(((2 * row) + 1) * width, width));
                }
                else
                {
                    upper.CopyTo(lower);
                }

                Chroma(upper, lower, width, cb.Slice(row * columns, columns), cr.Slice(row * columns, columns));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    /// <summary>A row's luma, and in <paramref name="planes"/> its red, green, blue and unscaled luma.</summary>
    private static void Luma(ReadOnlySpan<byte> rgb, Span<float> planes, Span<byte> luma)
    {
        var width = luma.Length;
        var red = planes[..width];
        var green = planes.Slice(width, width);
        var blue = planes.Slice(2 * width, width);
        var grey = planes.Slice(3 * width, width);
        Part(rgb, red, green, blue);
        var at = 0;
        for (; at <= width - Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            Vector128.Narrow(
                Vector128.Narrow(Luma(red, green, blue, grey, at), Luma(red, green, blue, grey, at + 4)),
                Vector128.Narrow(Luma(red, green, blue, grey, at + 8), Luma(red, green, blue, grey, at + 12))).CopyTo(luma[at..]);
        }

        for (; at < width; at++)
        {
            grey[at] = (red[at] * Red) + (green[at] * Green) + (blue[at] * Blue);
            luma[at] = (byte)((grey[at] * LumaScale) + 16.5f);
        }
    }

    private static Vector128<uint> Luma(ReadOnlySpan<float> red, ReadOnlySpan<float> green, ReadOnlySpan<float> blue, Span<float> grey, int at)
    {
        var sum = (Vector128.Create(red[at..]) * Red) + (Vector128.Create(green[at..]) * Green) + (Vector128.Create(blue[at..]) * Blue);
        sum.CopyTo(grey[at..]);
        return Vector128.ConvertToUInt32((sum * LumaScale) + Vector128.Create(16.5f));
    }

    /// <summary>Takes the packed colours of a row apart, four pixels at a time.</summary>
    private static void Part(ReadOnlySpan<byte> rgb, Span<float> red, Span<float> green, Span<float> blue)
    {
        var x = 0;
        for (; (3 * x) + Vector128<byte>.Count <= rgb.Length; x += 4)
        {
            var four = Vector128.Create(rgb[(3 * x)..]);
            Vector128.ConvertToSingle(Vector128.Shuffle(four, Spread(0)).AsInt32()).CopyTo(red[x..]);
            Vector128.ConvertToSingle(Vector128.Shuffle(four, Spread(1)).AsInt32()).CopyTo(green[x..]);
            Vector128.ConvertToSingle(Vector128.Shuffle(four, Spread(2)).AsInt32()).CopyTo(blue[x..]);
        }

        for (; x < red.Length; x++)
        {
            (red[x], green[x], blue[x]) = (rgb[3 * x], rgb[(3 * x) + 1], rgb[(3 * x) + 2]);
        }
    }

    // Bytes c, c + 3, c + 6 and c + 9, each as the lowest of a word; what lies outside is 0.
    private static Vector128<byte> Spread(byte c)
        => Vector128.Create(c, 255, 255, 255, (byte)(c + 3), 255, 255, 255, (byte)(c + 6), 255, 255, 255, (byte)(c + 9), 255, 255, 255);

    // Column 2x and half of each neighbour, over both rows: eight parts in all.
    private static void Chroma(ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, int width, Span<byte> cb, Span<byte> cr)
    {
        for (var x = 0; x < cb.Length; x++)
        {
            var (middle, left, right) = (2 * x, Math.Max(0, (2 * x) - 1), Math.Min(width - 1, (2 * x) + 1));
            var red = Mean(upper, lower, left, middle, right, 0);
            var blue = Mean(upper, lower, left, middle, right, 2 * width);
            var grey = Mean(upper, lower, left, middle, right, 3 * width);
            cb[x] = (byte)(((blue - grey) * BlueScale) + 128.5f);
            cr[x] = (byte)(((red - grey) * RedScale) + 128.5f);
        }
    }

    private static float Mean(ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, int left, int middle, int right, int plane)
        => (upper[plane + left] + lower[plane + left] + (2 * (upper[plane + middle] + lower[plane + middle])) + upper[plane + right] + lower[plane + right]) * 0.125f;
}
