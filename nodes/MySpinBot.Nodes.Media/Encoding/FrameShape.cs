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
        (_width, _height) = (feed.Width, feed.Height);
        _pixelBytes = feed.Format switch { FrameFormat.Rgb24 => 3, FrameFormat.Rgba => 4, _ => 1 };
        (Width, Height) = even ? ((feed.Width + 1) / 2 * 2, (feed.Height + 1) / 2 * 2) : (feed.Width, feed.Height);
        FrameBytes = feed.Format.Bytes(Width, Height);
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

        // Planes of chroma follow the luma, and their sides are rounded up already.
        var (luma, padded) = (_width * _height * _pixelBytes, Width * Height * _pixelBytes);
        Extend(frame[..luma], target[..padded]);
        frame[luma..].CopyTo(target[padded..]);
    }

    private void Extend(ReadOnlySpan<byte> plane, Span<byte> target)
    {
        var (from, to) = (_width * _pixelBytes, Width * _pixelBytes);
        for (var y = 0; y < _height; y++)
        {
            var row = target.Slice(y * to, to);
            plane.Slice(y * from, from).CopyTo(row);
            row[(from - _pixelBytes)..from].CopyTo(row[^_pixelBytes..]);
        }

        target.Slice((_height - 1) * to, to).CopyTo(target.Slice((Height - 1) * to, to));
    }
}
