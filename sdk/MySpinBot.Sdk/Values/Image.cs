namespace MySpinBot.Sdk;

/// <summary>An immutable batch of pictures, [batch, height, width, channels] float32, row-major, sRGB in 0..1.
/// Three channels (RGB); four (RGBA) only where a node says so.</summary>
public sealed class Image
{
    /// <summary>The most values that one image may hold (2³⁰: 4 GiB of float32), a bound on what a graph may ask for.</summary>
    public const long MaxValues = 1L << 30;

    private readonly float[] _pixels;

    private Image(int batch, int height, int width, int channels, float[] pixels)
        => (Batch, Height, Width, Channels, _pixels) = (batch, height, width, channels, pixels);

    /// <summary>Number of pictures.</summary>
    public int Batch { get; }

    /// <summary>Rows of each picture.</summary>
    public int Height { get; }

    /// <summary>Columns of each picture.</summary>
    public int Width { get; }

    /// <summary>3 (RGB) or 4 (RGBA); 1 (grey) is accepted from nodes that make it.</summary>
    public int Channels { get; }

    /// <summary>All values, [batch, height, width, channels].</summary>
    public ReadOnlySpan<float> Pixels => _pixels;

    /// <summary>The same values as memory, for asynchronous code.</summary>
    public ReadOnlyMemory<float> Memory => _pixels;

    /// <summary>Takes over <paramref name="pixels"/>: the caller must not write to it afterwards.</summary>
    /// <exception cref="ArgumentException">The array's length is not batch × height × width × channels.</exception>
    public static Image Own(int batch, int height, int width, int channels, float[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        var count = CountOf(batch, height, width, channels);
        return pixels.LongLength == count
            ? new Image(batch, height, width, channels, pixels)
            : throw new ArgumentException($"An image of [{batch}, {height}, {width}, {channels}] has {count} values, not {pixels.LongLength}.", nameof(pixels));
    }

    /// <summary>Makes an image by filling its values in place.</summary>
    public static Image Create(int batch, int height, int width, int channels, Action<float[]> fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var pixels = GC.AllocateUninitializedArray<float>(checked((int)CountOf(batch, height, width, channels)));
        fill(pixels);
        return new Image(batch, height, width, channels, pixels);
    }

    /// <summary>One picture of the batch, as [height, width, channels].</summary>
    public ReadOnlySpan<float> Picture(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Batch);
        var size = Height * Width * Channels;
        return _pixels.AsSpan(index * size, size);
    }

    private static long CountOf(int batch, int height, int width, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (channels is not (1 or 3 or 4))
        {
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "An image has 1, 3 or 4 channels.");
        }

        var count = (decimal)batch * height * width * channels;
        return count <= MaxValues
            ? (long)count
            : throw new ArgumentException($"An image of [{batch}, {height}, {width}, {channels}] would hold {count} values; the most is {MaxValues}.");
    }
}
