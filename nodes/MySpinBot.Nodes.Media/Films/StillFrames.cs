using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Pictures that stand still in a video: stored once as PNG, whatever their time on screen.</summary>
internal static class StillFrames
{
    // The artifact is written once and read once: the time of packing it tighter is not worth its bytes.
    private static readonly PngEncoding Encoding = new(Compression: 1);

    /// <summary>Stores one picture of a batch, truncated to 8 bits.</summary>
    public static async ValueTask<StillSource> StoreAsync(Image image, int index, IArtifacts artifacts, CancellationToken cancellation)
        => new(await artifacts.PutAsync(ImageCodec.Encode(image, Encoding, index, cancellation: cancellation), Encoding.MediaType, cancellation));

    /// <summary>The picture as a frame of bytes, [height, width, 3].</summary>
    public static async Task<byte[]> ReadAsync(StillSource source, PictureSegment segment, Video video, IArtifacts artifacts, CancellationToken cancellation)
    {
        await using var stream = await artifacts.OpenAsync(source.Picture, cancellation);
        var file = new byte[source.Picture.Length];
        await stream.ReadExactlyAsync(file, cancellation);
        var image = ImageCodec.Decode(file, cancellation: cancellation).Image;
        foreach (var edit in segment.Edits.IsDefault ? [] : segment.Edits)
        {
            image = Edited(image, edit, cancellation);
        }

        return image.Width == video.Width && image.Height == video.Height
            ? Rgb24(image)
            : throw new NodeFailure($"A picture of the video has {image.Width}×{image.Height} pixels and the video {video.Width}×{video.Height}; scale the picture first.");
    }

    private static Image Edited(Image image, FrameEdit edit, CancellationToken cancellation) => edit switch
    {
        ScaleEdit scale => FrameScaling.Scale(image, scale, cancellation),
        _ => throw new NodeFailure($"Frames of this video are to be edited by {edit.GetType().Name}, which this version does not know; update MySpinBot."),
    };

    private static byte[] Rgb24(Image image)
    {
        var pixels = image.Picture(0);
        var bytes = new byte[pixels.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            // Decoded levels are k/255: the nearest is the level itself.
            bytes[i] = (byte)Math.Clamp((pixels[i] * 255f) + 0.5f, 0f, 255f);
        }

        return bytes;
    }
}
