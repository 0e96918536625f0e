using System.Buffers;
using System.Numerics;

namespace MySpinBot.Nodes.Media;

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
        for (int x = 0, from = 0; x < width; x++, from += 3)
        {
            red[x] = rgb[from];
            green[x] = rgb[from + 1];
            blue[x] = rgb[from + 2];
        }

        var at = 0;
        for (; at <= width - Vector<float>.Count; at += Vector<float>.Count)
        {
            ((new Vector<float>(red[at..]) * Red) + (new Vector<float>(green[at..]) * Green) + (new Vector<float>(blue[at..]) * Blue)).CopyTo(grey[at..]);
        }

        for (; at < width; at++)
        {
            grey[at] = (red[at] * Red) + (green[at] * Green) + (blue[at] * Blue);
        }

        for (var x = 0; x < width; x++)
        {
            luma[x] = (byte)((grey[x] * LumaScale) + 16.5f);
        }
    }

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
