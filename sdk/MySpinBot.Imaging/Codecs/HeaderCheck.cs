using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>What can be refused by looking at a file's first bytes: for the better message, and before native code sees the file.</summary>
internal static class HeaderCheck
{
    // Deflate makes at most 1032 bytes of one.
    private const int BestDeflate = 1032;

    internal static ImageFormat FormatOf(ReadOnlySpan<byte> file, ImageLimits limits, string what)
    {
        if (file.IsEmpty)
        {
            throw new NodeFailure($"{what} is empty (0 bytes); an image file is wanted.");
        }

        var format = ImageHeader.FormatOf(file) ?? throw new NodeFailure(ImageHeader.NameOfUnread(file) is { } kind
            ? $"{what} is {kind} file, which is not read; save it as PNG or JPEG."
            : $"{what} is not a PNG, JPEG, WebP, GIF, TIFF, AVIF or BMP file: it begins with {Convert.ToHexString(file[..Math.Min(8, file.Length)])}.");
        if (ImageHeader.Read(file) is { } header)
        {
            ThrowIfTooLarge(header.Width, header.Height, frames: 1, limits, what);
            if (format == ImageFormat.Png && MustBeCutOff(file, header))
            {
                throw new NodeFailure($"{what} claims {header.Width} × {header.Height} pixels but has only {file.Length} bytes, too few for any such PNG; it is cut off or forged.");
            }
        }
        else if (format is ImageFormat.Png or ImageFormat.Jpeg or ImageFormat.Webp or ImageFormat.Gif or ImageFormat.Bmp)
        {
            throw new NodeFailure($"{what} begins like a {format} file but has no header with its size; it is cut off or damaged.");
        }

        return format;
    }

    /// <summary>Refuses what is beyond the limits, or beyond what one <see cref="Image"/> may hold.</summary>
    internal static void ThrowIfTooLarge(long width, long height, long frames, ImageLimits limits, string what)
    {
        if (width < 1 || height < 1)
        {
            throw new NodeFailure($"{what} claims {width} × {height} pixels; an image has at least one.");
        }

        if (Math.Max(width, height) > limits.MaxSide)
        {
            throw new NodeFailure(Text($"{what} has {width:N0} × {height:N0} pixels; at most {limits.MaxSide:N0} a side are decoded."));
        }

        var pixels = (decimal)width * height * frames;
        var most = Math.Min(limits.MaxPixels, Image.MaxValues / 3);
        if (pixels > most)
        {
            throw new NodeFailure(Text($"{what} has {frames:N0} frame(s) of {width:N0} × {height:N0}, {pixels:N0} pixels in all; at most {most:N0} are decoded."));
        }
    }

    private static bool MustBeCutOff(ReadOnlySpan<byte> file, ImageHeader header)
    {
        var channels = file[25] switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        var bytes = header.Height * ((header.Width * channels * file[24] / 8) + 1);
        return bytes / BestDeflate > file.Length;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
