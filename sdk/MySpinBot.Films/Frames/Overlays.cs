namespace MySpinBot.Films;

/// <summary>Lays one picture over another.</summary>
internal static class Overlays
{
    // Opacity counts in 4096ths, so that a byte times alpha times opacity stays within an int.
    private const int OpacityOne = 4096;
    private const int Opaque = 255 * OpacityOne;

    /// <summary>Lays a picture with straight alpha over a frame. What lies outside the frame is left out.</summary>
    /// <param name="frame">The frame, [height, width, 3]; it is changed.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="rgba">The picture, [overHeight, overWidth, 4], colours not multiplied with alpha.</param>
    /// <param name="overWidth">The picture's width.</param>
    /// <param name="overHeight">The picture's height.</param>
    /// <param name="x">Column of its left edge.</param>
    /// <param name="y">Row of its upper edge.</param>
    /// <param name="opacity">0 unseen, 1 as it is.</param>
    public static void Blend(Span<byte> frame, int width, int height, ReadOnlySpan<byte> rgba, int overWidth, int overHeight, int x, int y, double opacity)
    {
        var share = (int)Math.Round(Math.Clamp(opacity, 0, 1) * OpacityOne);
        var (left, right) = ((int)Math.Max(0L, -(long)x), (int)Math.Min(overWidth, width - (long)x));
        var (top, bottom) = ((int)Math.Max(0L, -(long)y), (int)Math.Min(overHeight, height - (long)y));
        if (share == 0 || right <= left)
        {
            return;
        }

        for (var row = top; row < bottom; row++)
        {
            BlendRow(frame.Slice((((row + y) * width) + left + x) * 3, (right - left) * 3), rgba.Slice(((row * overWidth) + left) * 4, (right - left) * 4), share);
        }
    }

    private static void BlendRow(Span<byte> frame, ReadOnlySpan<byte> rgba, int share)
    {
        for (int from = 0, to = 0; from < rgba.Length; from += 4, to += 3)
        {
            var over = rgba.Slice(from, 4);
            var under = frame.Slice(to, 3);
            var seen = over[3] * share;
            if (seen == Opaque)
            {
                over[..3].CopyTo(under);
            }
            else if (seen > 0)
            {
                under[0] = Mixed(under[0], over[0], seen);
                under[1] = Mixed(under[1], over[1], seen);
                under[2] = Mixed(under[2], over[2], seen);
            }
        }
    }

    private static byte Mixed(int under, int over, int seen) => (byte)((uint)((over * seen) + (under * (Opaque - seen)) + (Opaque / 2)) / Opaque);
}
