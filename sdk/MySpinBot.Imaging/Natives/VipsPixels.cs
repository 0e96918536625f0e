namespace MySpinBot.Imaging;

/// <summary>The computed pixels of an image: libvips' own memory, row after row.</summary>
internal sealed unsafe class VipsPixels : IDisposable
{
    private readonly int _rowBytes;
    private nint _memory;

    private VipsPixels(VipsImage image)
    {
        (Width, Height, Bands, Format) = (image.Width, image.Height, image.Bands, image.Format);
        _rowBytes = checked(Width * Bands * (Format == VipsFormat.UInt16 ? 2 : 1));
    }

    internal int Width { get; }

    internal int Height { get; }

    internal int Bands { get; }

    internal VipsFormat Format { get; }

    /// <summary>Computes all pixels. Cancelling stops libvips at its next strip.</summary>
    internal static VipsPixels Of(VipsImage image, CancellationToken cancellation)
    {
        using var kill = cancellation.Register(() => VipsNative.SetKill(image.Pointer, 1));
        var pixels = new VipsPixels(image);
        pixels._memory = VipsNative.WriteToMemory(image.Pointer, out _);
        if (pixels._memory == 0)
        {
            var error = new VipsError();
            cancellation.ThrowIfCancellationRequested();
            throw error;
        }

        return pixels;
    }

    /// <summary>One row as it lies in memory.</summary>
    internal ReadOnlySpan<byte> Row(int y) => new((void*)(_memory + ((nint)y * _rowBytes)), _rowBytes);

    public void Dispose()
    {
        VipsNative.Free(_memory);
        _memory = 0;
    }
}
