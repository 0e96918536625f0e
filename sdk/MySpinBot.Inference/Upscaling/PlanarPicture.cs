namespace MySpinBot.Inference;

/// <summary>A picture that is read and written as rows of red, green and blue, whatever it is kept as.</summary>
internal abstract class PlanarPicture(int width, int height)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    /// <summary>Reads as many pixels, from a place on.</summary>
    public abstract void Read(int y, int x, PixelRow row);

    /// <summary>Writes pixels, from a place on, clamped to 0..1.</summary>
    public abstract void Write(int y, int x, PixelRow row);
}

/// <summary>Pixels in a row, the three colours apart: the same stretch of three planes that lie one after the other.</summary>
internal readonly struct PixelRow(float[] planes, int at, int plane, int count)
{
    public int Count => count;

    public Span<float> Red => planes.AsSpan(at, count);

    public Span<float> Green => planes.AsSpan(at + plane, count);

    public Span<float> Blue => planes.AsSpan(at + (2 * plane), count);

    public PixelRow Slice(int from, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from + length, count);
        return new PixelRow(planes, at + from, plane, length);
    }
}

/// <summary>[height, width, 3] of floats.</summary>
internal sealed class FloatPicture(Memory<float> pixels, int width, int height) : PlanarPicture(width, height)
{
    public override void Read(int y, int x, PixelRow row) => PixelRows.Split(Row(y, x, row.Count), row.Red, row.Green, row.Blue);

    public override void Write(int y, int x, PixelRow row) => PixelRows.Join(row.Red, row.Green, row.Blue, Row(y, x, row.Count));

    private Span<float> Row(int y, int x, int count) => pixels.Span.Slice(((y * Width) + x) * 3, count * 3);
}

/// <summary>[height, width, 3] of bytes.</summary>
internal sealed class BytePicture(Memory<byte> pixels, int width, int height) : PlanarPicture(width, height)
{
    public override void Read(int y, int x, PixelRow row) => PixelRows.Split(Row(y, x, row.Count), row.Red, row.Green, row.Blue);

    public override void Write(int y, int x, PixelRow row) => PixelRows.Join(row.Red, row.Green, row.Blue, Row(y, x, row.Count));

    private Span<byte> Row(int y, int x, int count) => pixels.Span.Slice(((y * Width) + x) * 3, count * 3);
}

/// <summary>The colours of [height, width, 4]; transparency stays as it is.</summary>
internal sealed class ColoursOfFour(Memory<float> pixels, int width, int height) : PlanarPicture(width, height)
{
    public override void Read(int y, int x, PixelRow row)
    {
        var packed = Row(y, x, row.Count);
        Span<float> red = row.Red, green = row.Green, blue = row.Blue;
        for (int i = 0, at = 0; i < red.Length; i++, at += 4)
        {
            (red[i], green[i], blue[i]) = (packed[at], packed[at + 1], packed[at + 2]);
        }
    }

    public override void Write(int y, int x, PixelRow row)
    {
        var packed = Row(y, x, row.Count);
        Span<float> red = row.Red, green = row.Green, blue = row.Blue;
        for (int i = 0, at = 0; i < red.Length; i++, at += 4)
        {
            (packed[at], packed[at + 1], packed[at + 2]) = (PixelRows.Clamped(red[i]), PixelRows.Clamped(green[i]), PixelRows.Clamped(blue[i]));
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

    public override void Read(int y, int x, PixelRow row)
    {
        var packed = pixels.Span.Slice(((y * Width) + x) * channels, row.Count * channels);
        Span<float> red = row.Red, green = row.Green, blue = row.Blue;
        for (int i = 0, at = channel; i < red.Length; i++, at += channels)
        {
            red[i] = packed[at];
        }

        red.CopyTo(green);
        red.CopyTo(blue);
    }

    public override void Write(int y, int x, PixelRow row)
    {
        var packed = pixels.Span.Slice(((y * Width) + x) * channels, row.Count * channels);
        Span<float> red = row.Red, green = row.Green, blue = row.Blue;
        for (int i = 0, at = channel; i < red.Length; i++, at += channels)
        {
            packed[at] = PixelRows.Clamped((PixelRows.Clamped(red[i]) * Red) + (PixelRows.Clamped(green[i]) * Green) + (PixelRows.Clamped(blue[i]) * Blue));
        }
    }
}
