using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>Texts inside image files, by key: the graph that made a picture lies under <c>prompt</c> and <c>workflow</c>.</summary>
/// <remarks>PNG: tEXt where the text is ASCII, iTXt otherwise, before the pixels. JPEG and WebP: EXIF strings <c>key:text</c>, as ComfyUI's readers expect them.
/// A key has 1 to 79 characters out of letters, digits, '_', '-' and '.'.
/// JSON is written with its non-ASCII characters escaped, so what comes back is the same JSON, not always the same letters.</remarks>
public static class ImageMetadata
{
    /// <summary>The longest text that is written or read, in bytes.</summary>
    public const int MaxTextBytes = 16 << 20;

    /// <summary>The most bytes of text that are read from one file.</summary>
    public const int MaxTotalBytes = 64 << 20;

    /// <summary>The key under which an XMP packet is given.</summary>
    public const string XmpKey = "XML:com.adobe.xmp";

    /// <summary>All texts of a PNG, JPEG or WebP file. Reads no pixels, believes no length that the file states, skips what is damaged, and never fails:
    /// a file of any other kind has no texts. Of two texts with one key the later counts.</summary>
    public static IReadOnlyDictionary<string, string> Read(ReadOnlySpan<byte> file)
    {
        var texts = new TextCollector();
        switch (ImageHeader.FormatOf(file))
        {
            case ImageFormat.Png:
                PngText.Read(file, texts);
                break;
            case ImageFormat.Jpeg:
                JpegText.Read(file, texts);
                break;
            case ImageFormat.Webp:
                WebpText.Read(file, texts);
                break;
        }

        return texts.ByKey;
    }

    /// <summary>A file that the encoder wrote without any metadata, with texts put into it.</summary>
    /// <exception cref="NodeFailure">A key or a text cannot be written.</exception>
    internal static byte[] Write(ReadOnlySpan<byte> file, IEnumerable<KeyValuePair<string, string>> texts)
    {
        var entries = texts.Select(text => new TextEntry(text.Key, text.Value)).ToArray();
        return ImageHeader.FormatOf(file) switch
        {
            ImageFormat.Png => PngText.Write(file, entries),
            ImageFormat.Jpeg => JpegText.Write(file, entries),
            ImageFormat.Webp => WebpText.Write(file, entries),
            _ => throw new NodeFailure("Texts can be put into PNG, JPEG and WebP files only."),
        };
    }
}
