using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>Small pictures of picture files. A file is decoded no larger than is needed and a few rows at a time, so one of many pixels takes little memory. Upright, in sRGB, without texts; of an animation the first frame.</summary>
public static class Thumbnail
{
    private const int White = 255;

    // As many bytes as tell any kind of file from others.
    private const int Start = 64;

    /// <summary>Whether a file begins as a picture does that can be read here.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static bool IsPicture(string path)
    {
        using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        Span<byte> start = stackalloc byte[Start];
        return ImageHeader.FormatOf(start[..RandomAccess.Read(file, start, 0)]) is not null;
    }

    /// <summary>A small picture; never enlarged.</summary>
    /// <param name="path">The file.</param>
    /// <param name="width">The most columns.</param>
    /// <param name="height">The most rows.</param>
    /// <param name="encoding">What it is written as; where that knows no opacity, what is transparent becomes white.</param>
    /// <param name="limits">How large the file may be.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="NodeFailure">It is no picture, too large, cut off or damaged.</exception>
    public static byte[] Make(string path, int width, int height, ImageEncoding encoding, ImageLimits limits, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        var what = $"The image '{Path.GetFileName(path)}'";
        var file = FileReading.Read(path, limits.MaxFileBytes);
        var format = HeaderCheck.FormatOf(file, limits, what);
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return format == ImageFormat.Bmp ? OfWhole(ImageCodec.Decode(file, limits, Path.GetFileName(path), cancellation), width, height, encoding, cancellation) : OfFile(file, width, height, encoding, limits, what, cancellation);
        }
        catch (VipsError e)
        {
            throw new NodeFailure($"{what} is damaged or incomplete and cannot be decoded ({e.Message}); save or download it again.", e);
        }
    }

    private static unsafe byte[] OfFile(byte[] file, int width, int height, ImageEncoding encoding, ImageLimits limits, string what, CancellationToken cancellation)
    {
        fixed (byte* data = file)
        {
            using var load = new VipsOperation("thumbnail_buffer");

            // Libraries before and after 8.15 have two names for one thing, and pass over the other.
            using var small = load.With("buffer", (nint)data, file.Length).With("output-profile", "srgb").With("export-profile", "srgb").With($"width={width},height={height},size=down,fail-on=error").Image();
            HeaderCheck.ThrowIfTooLarge(small.Width, small.Height, 1, limits, what);
            using var coloured = Colours.ToSrgb(small);
            using var pixels = VipsPixels.Of(coloured, cancellation);
            var (levels, bands) = Bytes(pixels, encoding is JpegEncoding);
            return PixelEncoder.Encode(levels, pixels.Width, pixels.Height, bands, Plain(encoding));
        }
    }

    private static byte[] OfWhole(DecodedImage decoded, int width, int height, ImageEncoding encoding, CancellationToken cancellation)
    {
        var shrink = Math.Min(1.0, Math.Min((double)width / decoded.Image.Width, (double)height / decoded.Image.Height));
        var small = ImageScaling.Resize(
            decoded.Image, Math.Max(1, (int)(decoded.Image.Width * shrink)), Math.Max(1, (int)(decoded.Image.Height * shrink)), ScalingKernel.Area, cancellation: cancellation);
        return ImageCodec.Encode(small, Plain(encoding), cancellation: cancellation);
    }

    private static ImageEncoding Plain(ImageEncoding encoding) => encoding is PngEncoding png ? png with { BitDepth = 8 } : encoding;

    /// <summary>Levels of 8 bits; without opacity where that is not wanted.</summary>
    private static (byte[] Levels, int Bands) Bytes(VipsPixels pixels, bool isOpaque)
    {
        var colours = (pixels.Bands - 1) | 1;
        var (hasAlpha, size) = ((pixels.Bands & 1) == 0, pixels.Format == VipsFormat.UInt16 ? 2 : 1);
        var bands = hasAlpha && isOpaque ? colours : pixels.Bands;
        var levels = new byte[checked(pixels.Width * pixels.Height * bands)];
        var to = 0;
        for (var y = 0; y < pixels.Height; y++)
        {
            // The high byte of a little-endian word stands behind the low one.
            var row = pixels.Row(y);
            for (var from = size - 1; from < row.Length; from += pixels.Bands * size)
            {
                var alpha = hasAlpha && isOpaque ? row[from + (colours * size)] : White;
                for (var band = 0; band < bands; band++)
                {
                    var level = row[from + (band * size)];
                    levels[to++] = alpha == White ? level : (byte)(White + ((level - White) * alpha / White));
                }
            }
        }

        return (levels, bands);
    }
}
