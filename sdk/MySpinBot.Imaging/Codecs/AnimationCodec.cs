using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>Batches as animated files, which repeat for ever. A batch of one gives a still file.</summary>
public static class AnimationCodec
{
    /// <summary>Encodes all pictures of a batch as one WebP file.</summary>
    /// <param name="images">1 (grey), 3 (RGB) or 4 (RGBA) channels.</param>
    /// <param name="encoding">How each frame is written.</param>
    /// <param name="milliseconds">How long each frame is shown.</param>
    /// <param name="texts">Texts to embed, see <see cref="ImageMetadata"/>.</param>
    /// <param name="onFrame">Called with the number of frames that are done.</param>
    /// <param name="cancellation">Checked between the frames.</param>
    /// <exception cref="NodeFailure">The format cannot hold it.</exception>
    public static byte[] Encode(
        Image images, WebpEncoding encoding, int milliseconds, IEnumerable<KeyValuePair<string, string>>? texts = null, Action<int>? onFrame = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        return images.Batch == 1 ? ImageCodec.Encode(images, encoding, texts: texts, cancellation: cancellation)
            : WebpAnimation.Write(Frames(images, encoding, onFrame, cancellation), images, milliseconds, Entries(texts));
    }

    /// <summary>Encodes all pictures of a batch as one animated PNG (APNG); its texts lie in <c>comf</c> chunks behind the pixels, as ComfyUI writes them.</summary>
    /// <inheritdoc cref="Encode(Image, WebpEncoding, int, IEnumerable{KeyValuePair{string, string}}?, Action{int}?, CancellationToken)"/>
    public static byte[] Encode(
        Image images, PngEncoding encoding, int milliseconds, IEnumerable<KeyValuePair<string, string>>? texts = null, Action<int>? onFrame = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        return PngAnimation.Write(Frames(images, encoding, onFrame, cancellation), images, milliseconds, Entries(texts));
    }

    private static List<byte[]> Frames(Image images, ImageEncoding encoding, Action<int>? onFrame, CancellationToken cancellation)
    {
        var frames = new List<byte[]>(images.Batch);
        for (var i = 0; i < images.Batch; i++)
        {
            frames.Add(ImageCodec.Encode(images, encoding, i, cancellation: cancellation));
            onFrame?.Invoke(i + 1);
        }

        return frames;
    }

    private static TextEntry[] Entries(IEnumerable<KeyValuePair<string, string>>? texts) => [.. (texts ?? []).Select(text => new TextEntry(text.Key, text.Value))];
}
