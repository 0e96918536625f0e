using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>Floats to levels of 8 or 16 bits, and levels to a file.</summary>
internal static class PixelEncoder
{
    /// <summary>Interleaved levels of one picture, with alpha last where there is one.</summary>
    internal static (byte[] Levels, int Bands) Levels(Image image, int index, Mask? alpha, ImageEncoding encoding)
    {
        var picture = image.Picture(index);
        if (encoding is JpegEncoding && (alpha is not null || image.Channels == 4))
        {
            throw new NodeFailure("JPEG holds no transparency; save as PNG or WebP, or put the image onto a background first.");
        }

        var size = encoding.Samples == VipsFormat.UInt16 ? 2 : 1;
        if (alpha is null)
        {
            var same = new byte[checked(picture.Length * size)];
            Imaging.Levels.ToSamples(picture, same, encoding.Samples);
            return (same, image.Channels);
        }

        var colours = Math.Min(3, image.Channels);
        var opacity = OpacityOf(image, index, alpha);
        var pixelSize = (colours + 1) * size;
        var levels = new byte[checked(opacity.Length * pixelSize)];
        for (var pixel = 0; pixel < opacity.Length; pixel++)
        {
            var samples = levels.AsSpan(pixel * pixelSize, pixelSize);
            Imaging.Levels.ToSamples(picture.Slice(pixel * image.Channels, colours), samples[..(colours * size)], encoding.Samples);
            Imaging.Levels.ToSamples(opacity.Slice(pixel, 1), samples[(colours * size)..], encoding.Samples);
        }

        return (levels, colours + 1);
    }

    internal static unsafe byte[] Encode(byte[] levels, int width, int height, int bands, ImageEncoding encoding)
    {
        var version = VipsLibrary.EnsureStarted();
        fixed (byte* data = levels)
        {
            try
            {
                var memory = VipsNative.ImageFromMemory((nint)data, (nuint)levels.Length, width, height, bands, (int)encoding.Samples);
                using var raw = memory == 0 ? throw new VipsError() : new VipsImage(memory);
                using var copy = new VipsOperation("copy");
                using var image = copy.With("in", raw).With($"interpretation={Meaning(bands, encoding.Samples)}").Image();
                using var save = new VipsOperation(encoding.Operation);
                // The library would invent an EXIF block; texts are put in afterwards, by our own hand.
                return save.With("in", image).With($"{encoding.Options(version)},{(version >= 8015 ? "keep=none" : "strip=true")}").Bytes();
            }
            catch (VipsError e)
            {
                throw new NodeFailure($"The image of {width} × {height} pixels could not be written as {encoding.Format}: {e.Message}.", e);
            }
        }
    }

    private static string Meaning(int bands, VipsFormat samples) => (bands < 3, samples == VipsFormat.UInt16) switch
    {
        (true, true) => "grey16",
        (true, false) => "b-w",
        (false, true) => "rgb16",
        (false, false) => "srgb",
    };

    private static ReadOnlySpan<float> OpacityOf(Image image, int index, Mask alpha)
    {
        if (alpha.Width != image.Width || alpha.Height != image.Height || (alpha.Batch != 1 && alpha.Batch != image.Batch))
        {
            throw new NodeFailure(
                $"The mask has {alpha.Batch} × {alpha.Width} × {alpha.Height} values but the image {image.Batch} × {image.Width} × {image.Height}; as transparency it must have the same size.");
        }

        var size = alpha.Width * alpha.Height;
        return alpha.Values.Slice(alpha.Batch == 1 ? 0 : index * size, size);
    }
}
