using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>What light the values of an image stand for, on their way to a file of scene-linear light.</summary>
public enum SceneLight
{
    /// <summary>sRGB: Rec. 709 colours, the sRGB curve (IEC 61966-2-1).</summary>
    Srgb,

    /// <summary>HLG: Rec. 2020 colours, the curve of ITU-R BT.2100.</summary>
    Hlg,

    /// <summary>Scene-linear already, Rec. 709 colours.</summary>
    Linear,
}

/// <summary>OpenEXR files: scene-linear light in float32, one part, scan lines, ZIP.</summary>
public static class ExrCodec
{
    /// <summary>The format's extension, with its dot.</summary>
    public const string Extension = ".exr";

    /// <summary>The format's media type.</summary>
    public const string MediaType = "image/x-exr";

    /// <summary>Encodes one picture of a batch. Values outside 0..1 are kept; alpha is written as it is, and colours are not multiplied by it.</summary>
    /// <param name="image">1 (grey), 3 (RGB) or 4 (RGBA) channels.</param>
    /// <param name="light">What its values stand for.</param>
    /// <param name="index">Which picture of the batch.</param>
    /// <param name="texts">Texts to embed as string attributes, see <see cref="ImageMetadata"/>.</param>
    /// <param name="cancellation">Checked between blocks of 16 rows.</param>
    public static byte[] Encode(Image image, SceneLight light, int index = 0, IEnumerable<KeyValuePair<string, string>>? texts = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        var entries = (texts ?? []).Select(text => new TextEntry(text.Key, text.Value)).Where(text => text.Key.Length <= ExrHeader.LongestName);
        var header = ExrHeader.Write(image, light, entries);
        return new ExrPixels(image.Picture(index).ToArray(), image.Width, image.Height, image.Channels, light).File(header, cancellation);
    }
}
