namespace MySpinBot.Inference;

/// <summary>A picture that is read and written as rows of red, green and blue, whatever it is kept as.</summary>
internal abstract class PlanarPicture(int width, int height)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    /// <summary>Reads as many pixels of a row as the spans take.</summary>
    public abstract void Read(int y, int x, Span<float> red, Span<float> green, Span<float> blue);

    /// <summary>Writes pixels of a row, clamped to 0..1.</summary>
    public abstract void Write(int y, int x, ReadOnlySpan<float> red, ReadOnlySpan<float> green, ReadOnlySpan<float> blue);
}

/// <summary>[height, width, 3] of floats.</summary>
internal sealed class FloatPicture(Memory<float> pixels, int width, int height) : PlanarPicture(width, height)
{
    public override void Read(int y, int x, Span<float> red, Span<float> green, Span<float> blue) => PixelRows.Split(Row(y, x, red.Length), red, green, blue);

    public override void Write(int y, int x, ReadOnlySpan<float> red, ReadOnlySpan<float> green, ReadOnlySpan<float> blue) => PixelRows.Join(red, green, blue, Row(y, x, red.Length));

    private Span<float> Row(int y, int x, int count) => pixels.Span.Slice(((y * Width) + x) * 3, count * 3);
}

/// <summary>[height, width, 3] of bytes.</summary>
internal sealed class BytePicture(Memory<byte> pixels, int width, int height) : PlanarPicture(width, height)
{
    public override void Read(int y, int x, Span<float> red, Span<float> green, Span<float> blue) => PixelRows.Split(Row(y, x, red.Length), red, green, blue);

    public override void Write(int y, int x, ReadOnlySpan<float> red, ReadOnlySpan<float> green, ReadOnlySpan<float> blue) => PixelRows.Join(red, green, blue, Row(y, x, red.Length));

    private Span<byte> Row(int y, int x, int count) => pixels.Span.Slice(((y * Width) + x) * 3, count * 3);
}

/// <summary>The colours of [height, width, 4]; transparency stays as it is.</summary>
internal sealed class ColoursOfFour(Memory<float> pixels, int width, int height) : PlanarPicture(width, height)
{
    public override void Read(int y, int x, Span<float> red, Span<float> green, Span<float> blue)
    {
        var row = Row(y, x, red.Length);
        for (int i = 0, at = 0; i < red.Length; i++, at += 4)
        {
            (red[i], green[i], blue[i]) = (row[at], row[at + 1], row[at + 2]);
        }
    }

    public override void Write(int y, int x, ReadOnlySpan<float> red, ReadOnlySpan<float> green, ReadOnlySpan<float> blue)
    {
        var row = Row(y, x, red.Length);
        for (int i = 0, at = 0; i < red.Length; i++, at += 4)
        {
            (row[at], row[at + 1], row[at + 2]) = (PixelRows.Clamped(red[i]), PixelRows.Clamped(green[i]), PixelRows.Clamped(blue[i]));
        }
    }

    private Span<float> Row(int y, int x, int count) => pixels.Span.Slice(((y * Width) + x) * 4, count * 4);
}

/// <summary>One channel as a grey picture: read as three equal colours, written as their luma (Rec. 601, as Real-ESRGAN makes grey of colours).</summary>
/// <param name="pixels">[height, width, channels].</param>
/// <param name="width">Columns.</param>
/// <param name="height">Rows.</param>
/// <param name="channels">How many channels there are.</param>
/// <param name="channel">Which of them this is.</param>
internal sealed class ChannelPicture(Memory<float> pixels, int width, int height, int channels, int channel) : PlanarPicture(width, height)
{
    private const float Red = 0.299f;
    private const float Green = 0.587f;
    private const float Blue = 0.114f;

    public override void Read(int y, int x, Span<float> red, Span<float> green, Span<float> blue)
    {
        var row = pixels.Span.Slice(((y * Width) + x) * channels, red.Length * channels);
        for (int i = 0, at = channel; i < red.Length; i++, at += channels)
        {
            red[i] = row[at];
        }

        red.CopyTo(green);
        red.CopyTo(blue);
    }

    public override void Write(int y, int x, ReadOnlySpan<float> red, ReadOnlySpan<float> green, ReadOnlySpan<float> blue)
    {
        var row = pixels.Span.Slice(((y * Width) + x) * channels, red.Length * channels);
        for (int i = 0, at = channel; i < red.Length; i++, at += channels)
        {
            row[at] = (PixelRows.Clamped(red[i]) * Red) + (PixelRows.Clamped(green[i]) * Green) + (PixelRows.Clamped(blue[i]) * Blue);
        }
    }
}
