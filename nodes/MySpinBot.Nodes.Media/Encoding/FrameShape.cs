namespace MySpinBot.Nodes.Media;

/// <summary>The size that an encoder takes: sides are made even where its colours are halved, by repeating the last column and row.</summary>
internal sealed class FrameShape
{
    private readonly int _width;
    private readonly int _height;
    private readonly int _pixelBytes;

    /// <summary>The shape of a feed's frames.</summary>
    public FrameShape(FrameFeed feed, bool even)
    {
        (_width, _height, _pixelBytes) = (feed.Width, feed.Height, feed.Pixels == FramePixels.Rgba ? 4 : 3);
        (Width, Height) = even ? ((feed.Width + 1) / 2 * 2, (feed.Height + 1) / 2 * 2) : (feed.Width, feed.Height);
        FrameBytes = feed.Pixels == FramePixels.Yuv420 ? checked(Width * Height / 2 * 3) : checked(Width * Height * _pixelBytes);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes of a frame.</summary>
    public int FrameBytes { get; }

    /// <summary>Copies a frame.</summary>
    public void Copy(ReadOnlySpan<byte> frame, Span<byte> target)
    {
        if (frame.Length == FrameBytes)
        {
            frame.CopyTo(target);
            return;
        }

        var (from, to) = (_width * _pixelBytes, Width * _pixelBytes);
        for (var y = 0; y < _height; y++)
        {
            var row = target.Slice(y * to, to);
            frame.Slice(y * from, from).CopyTo(row);
            row[(from - _pixelBytes)..from].CopyTo(row[^_pixelBytes..]);
        }

        target.Slice((_height - 1) * to, to).CopyTo(target.Slice((Height - 1) * to, to));
    }
}
