using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>Floats to 8-bit levels, and levels to a file.</summary>
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

        if (alpha is null)
        {
            var same = new byte[picture.Length];
            Imaging.Levels.ToBytes(picture, same);
            return (same, image.Channels);
        }

        var colours = Math.Min(3, image.Channels);
        var opacity = OpacityOf(image, index, alpha);
        var levels = new byte[opacity.Length * (colours + 1)];
        for (var pixel = 0; pixel < opacity.Length; pixel++)
        {
            Imaging.Levels.ToBytes(picture.Slice(pixel * image.Channels, colours), levels.AsSpan(pixel * (colours + 1)));
            levels[(pixel * (colours + 1)) + colours] = Imaging.Levels.ToByte(opacity[pixel]);
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
                var memory = VipsNative.ImageFromMemory((nint)data, (nuint)levels.Length, width, height, bands, (int)VipsFormat.Byte);
                using var raw = memory == 0 ? throw new VipsError() : new VipsImage(memory);
                using var copy = new VipsOperation("copy");
                using var image = copy.With("in", raw).With($"interpretation={(bands < 3 ? "b-w" : "srgb")}").Image();
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
