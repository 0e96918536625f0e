using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>Batches of pictures to animated files, frame by frame, so that memory holds two frames of levels and not the film. They run without end.</summary>
public static class AnimationCodec
{
    /// <summary>Writes an animated WebP; texts lie in EXIF as ComfyUI puts them there.</summary>
    /// <param name="images">The frames: 1 (grey), 3 (RGB) or 4 (RGBA) channels.</param>
    /// <param name="encoding">How each frame is encoded.</param>
    /// <param name="fps">Frames a second, 0.01 to 1000. Each frame begins at the millisecond at or before its time.</param>
    /// <param name="file">Where it goes; it must be seekable.</param>
    /// <param name="texts">Texts to embed, see <see cref="ImageMetadata"/>.</param>
    /// <param name="progress">Told how many frames are done.</param>
    /// <param name="cancellation">Checked before each frame.</param>
    /// <exception cref="NodeFailure">The format cannot hold it.</exception>
    public static void Write(
        Image images, WebpEncoding encoding, double fps, Stream file, IEnumerable<KeyValuePair<string, string>>? texts = null, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        Check(images, encoding, fps);
        new AnimatedWebpWriter(images, fps, file).Write(encoding, Entries(texts), progress, cancellation);
    }

    /// <summary>Writes an animated PNG (APNG); texts lie in ComfyUI's chunks behind the pixels.</summary>
    /// <param name="images">The frames: 1 (grey), 3 (RGB) or 4 (RGBA) channels.</param>
    /// <param name="encoding">How each frame is encoded, with 8 bits a channel.</param>
    /// <param name="fps">Frames a second, 0.01 to 1000, kept as the fraction that it is to two decimals.</param>
    /// <param name="file">Where it goes.</param>
    /// <param name="texts">Texts to embed, see <see cref="ImageMetadata"/>.</param>
    /// <param name="progress">Told how many frames are done.</param>
    /// <param name="cancellation">Checked before each frame.</param>
    /// <exception cref="NodeFailure">The format cannot hold it.</exception>
    public static void Write(
        Image images, PngEncoding encoding, double fps, Stream file, IEnumerable<KeyValuePair<string, string>>? texts = null, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        Check(images, encoding, fps);
        ArgumentOutOfRangeException.ThrowIfNotEqual(encoding.BitDepth, 8);
        new AnimatedPngWriter(images, fps, file).Write(encoding, Entries(texts), progress, cancellation);
    }

    private static void Check(Image images, ImageEncoding encoding, double fps)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentOutOfRangeException.ThrowIfLessThan(fps, 0.01);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fps, 1000);
        if (images.Batch == 0)
        {
            throw new NodeFailure("There are no pictures, so there is nothing to animate.");
        }

        if (Math.Max(images.Width, images.Height) > encoding.MaxSide)
        {
            throw new NodeFailure($"Frames of {images.Width} × {images.Height} pixels cannot be saved as {encoding.Format}, which ends at {encoding.MaxSide} a side; make them smaller.");
        }
    }

    private static TextEntry[] Entries(IEnumerable<KeyValuePair<string, string>>? texts) => [.. (texts ?? []).Select(text => new TextEntry(text.Key, text.Value))];
}
