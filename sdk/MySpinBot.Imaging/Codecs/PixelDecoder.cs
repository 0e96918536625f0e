using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>Pixels of a file whose header was accepted: opened, judged again by what libvips says, turned upright, brought to sRGB, computed, spread into floats.</summary>
internal static class PixelDecoder
{
    internal static (Image Image, Mask? Alpha) Decode(ReadOnlyMemory<byte> file, ImageFormat format, ImageLimits limits, string what, CancellationToken cancellation) => format switch
    {
        ImageFormat.Bmp => BmpReader.Decode(file.Span, what, cancellation),
        ImageFormat.Png when AnimatedPngFrames.AreIn(file.Span) => AnimatedPngReader.Decode(file, limits, what, cancellation),
        _ => DecodeByLibrary(file, format, limits, what, cancellation),
    };

    internal static unsafe (Image Image, Mask? Alpha) DecodeByLibrary(ReadOnlyMemory<byte> file, ImageFormat format, ImageLimits limits, string what, CancellationToken cancellation)
    {
        using var pin = file.Pin();
        using var opened = Open((nint)pin.Pointer, file.Length, format, what);
        var frameHeight = FrameHeight(opened);
        HeaderCheck.ThrowIfTooLarge(opened.Width, frameHeight, opened.Height / frameHeight, limits, what);

        var animated = frameHeight < opened.Height;
        using var upright = animated ? null : Upright(opened);
        using var coloured = Colours.ToSrgb(upright ?? opened);
        cancellation.ThrowIfCancellationRequested();
        using var pixels = VipsPixels.Of(coloured, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return Floats(pixels, animated ? frameHeight : pixels.Height, cancellation);
    }

    // Sequential: rows come in order, so the decoder keeps a few of them and not the whole picture a second time.
    private static VipsImage Open(nint data, int length, ImageFormat format, string what)
    {
        using var load = Loader(format, what);
        var frames = format is ImageFormat.Webp or ImageFormat.Gif ? ",n=-1" : "";
        return load.With("buffer", data, length).With($"access=sequential,fail-on=error{frames}").Image();
    }

    private static VipsOperation Loader(ImageFormat format, string what)
    {
        try
        {
            return new VipsOperation($"{(format == ImageFormat.Avif ? "heif" : format.ToString().ToLowerInvariant())}load_buffer");
        }
        catch (VipsError e)
        {
            throw new NodeFailure($"{what} is of the kind {format}, which the system's libvips cannot read; {NativeSearch.Vips.HowToGetIt}", e);
        }
    }

    private static int FrameHeight(VipsImage image)
    {
        var page = image.PageHeight;
        return page > 0 && image.Height % page == 0 ? page : image.Height;
    }

    private static VipsImage? Upright(VipsImage image)
    {
        if (image.Orientation is < 2 or > 8)
        {
            return null;
        }

        using var memory = image.InMemory();
        using var rotate = new VipsOperation("autorot");
        return rotate.With("in", memory).Image();
    }

    private static (Image Image, Mask? Alpha) Floats(VipsPixels pixels, int frameHeight, CancellationToken cancellation)
    {
        var (width, height) = (pixels.Width, pixels.Height);
        var colour = GC.AllocateUninitializedArray<float>(checked(width * height * 3));
        var alpha = (pixels.Bands & 1) == 0 ? GC.AllocateUninitializedArray<float>(width * height) : [];
        for (var y = 0; y < height; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            var alphaRow = alpha.Length == 0 ? [] : alpha.AsSpan(y * width, width);
            Levels.FromRow(pixels.Row(y), pixels.Bands, pixels.Format, colour.AsSpan(y * width * 3, width * 3), alphaRow);
        }

        var frames = height / frameHeight;
        return (Image.Own(frames, frameHeight, width, 3, colour), alpha.Length == 0 ? null : Mask.Own(frames, frameHeight, width, alpha));
    }
}
