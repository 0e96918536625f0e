namespace MySpinBot.Imaging;

/// <summary>The smallest rectangle that holds every pixel in which a frame differs from the one before it.</summary>
internal readonly record struct ChangedArea(int Left, int Top, int Width, int Height)
{
    /// <summary>Finds it; one pixel where the frames are equal.</summary>
    /// <param name="before">Levels of the frame before.</param>
    /// <param name="now">Levels of this frame.</param>
    /// <param name="width">Columns of both.</param>
    /// <param name="bands">Bytes of a pixel.</param>
    /// <param name="step">What the left and top edge are multiples of.</param>
    internal static ChangedArea Between(ReadOnlySpan<byte> before, ReadOnlySpan<byte> now, int width, int bands, int step)
    {
        var rowLength = width * bands;
        var first = now.CommonPrefixLength(before);
        if (first == now.Length)
        {
            return new ChangedArea(0, 0, 1, 1);
        }

        var (top, bottom) = (first / rowLength, LastDifference(before, now) / rowLength);
        var (left, right) = (rowLength, 0);
        for (var y = top; y <= bottom; y++)
        {
            var rowBefore = before.Slice(y * rowLength, rowLength);
            var rowNow = now.Slice(y * rowLength, rowLength);
            var same = rowNow.CommonPrefixLength(rowBefore);
            if (same < rowLength)
            {
                left = Math.Min(left, same / bands);
                right = Math.Max(right, LastDifference(rowBefore, rowNow) / bands);
            }
        }

        (left, top) = (left - (left % step), top - (top % step));
        return new ChangedArea(left, top, right - left + 1, bottom - top + 1);
    }

    /// <summary>The levels within it, out of a whole frame.</summary>
    internal byte[] CutFrom(ReadOnlySpan<byte> frame, int width, int bands)
    {
        var rowLength = Width * bands;
        var levels = new byte[rowLength * Height];
        for (var y = 0; y < Height; y++)
        {
            frame.Slice((((Top + y) * width) + Left) * bands, rowLength).CopyTo(levels.AsSpan(y * rowLength));
        }

        return levels;
    }

    private static int LastDifference(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var i = a.Length - 1;
        while (i > 0 && a[i] == b[i])
        {
            i--;
        }

        return i;
    }
}
