using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>Image files to images and back. Every fault of a file is a <see cref="NodeFailure"/> with a whole sentence; nothing in a file can crash, hang or bloat the process.</summary>
public static class ImageCodec
{
    /// <summary>Decodes a PNG, JPEG, WebP, GIF, TIFF, AVIF or BMP file, told by its content; an animation gives a batch of frames.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="limits">How large it may be; the header is judged before any pixel is decoded. Default: <see cref="ImageLimits.Default"/>.</param>
    /// <param name="name">What to call it in messages, such as its file name.</param>
    /// <param name="cancellation">Stops the decoding.</param>
    /// <exception cref="NodeFailure">It is no image, too large, cut off or damaged.</exception>
    public static DecodedImage Decode(ReadOnlyMemory<byte> file, ImageLimits? limits = null, string? name = null, CancellationToken cancellation = default)
    {
        limits ??= ImageLimits.Default;
        var what = name is null ? "The image" : $"The image '{name}'";
        var format = HeaderCheck.FormatOf(file.Span, limits, what);
        cancellation.ThrowIfCancellationRequested();
        try
        {
            var (image, alpha) = PixelDecoder.Decode(file, format, limits, what, cancellation);
            return new DecodedImage(format, image, alpha, ImageMetadata.Read(file.Span));
        }
        catch (VipsError e)
        {
            throw new NodeFailure($"{what} is damaged or incomplete and cannot be decoded ({e.Message}); save or download it again.", e);
        }
    }

    /// <summary>Reads and decodes a file; see <see cref="Decode(ReadOnlyMemory{byte}, ImageLimits?, string?, CancellationToken)"/>.</summary>
    /// <exception cref="NodeFailure">There is no such file, it cannot be read, or not decoded.</exception>
    public static DecodedImage Decode(string path, ImageLimits? limits = null, CancellationToken cancellation = default)
    {
        limits ??= ImageLimits.Default;
        var name = Path.GetFileName(path);
        return Decode(FileReading.Read(path, limits.MaxFileBytes), limits, name, cancellation);
    }

    /// <summary>Encodes one picture of a batch, with 8 bits a channel truncated as ComfyUI's SaveImage does, or 16 rounded.</summary>
    /// <param name="image">1 (grey), 3 (RGB) or 4 (RGBA) channels.</param>
    /// <param name="encoding">The format and its settings.</param>
    /// <param name="index">Which picture of the batch.</param>
    /// <param name="alpha">Opacity of the picture's size (its picture <paramref name="index"/>, or its only one), in place of a fourth channel.</param>
    /// <param name="texts">Texts to embed, see <see cref="ImageMetadata"/>.</param>
    /// <param name="cancellation">Checked between the steps.</param>
    /// <exception cref="NodeFailure">The format cannot hold it.</exception>
    public static byte[] Encode(
        Image image, ImageEncoding encoding, int index = 0, Mask? alpha = null, IEnumerable<KeyValuePair<string, string>>? texts = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(encoding);
        if (Math.Max(image.Width, image.Height) > encoding.MaxSide)
        {
            throw new NodeFailure($"An image of {image.Width} × {image.Height} pixels cannot be saved as {encoding.Format}, which ends at {encoding.MaxSide} a side; save it as PNG or make it smaller.");
        }

        cancellation.ThrowIfCancellationRequested();
        var (levels, bands) = PixelEncoder.Levels(image, index, alpha, encoding);
        cancellation.ThrowIfCancellationRequested();
        var file = PixelEncoder.Encode(levels, image.Width, image.Height, bands, encoding);
        cancellation.ThrowIfCancellationRequested();
        return ImageMetadata.Write(file, texts ?? []);
    }
}
