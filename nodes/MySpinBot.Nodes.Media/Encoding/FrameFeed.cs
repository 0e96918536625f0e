using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Frames on their way to an encoder. They can be made again, for a second pass.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="FrameRate">Frames a second.</param>
/// <param name="FrameCount">Frames in all.</param>
/// <param name="Pixels">How a frame is laid out.</param>
/// <param name="ReadAsync">Hands every frame to the sink, in order.</param>
internal sealed record FrameFeed(int Width, int Height, Rational FrameRate, long FrameCount, FramePixels Pixels, Func<FrameSink, CancellationToken, Task> ReadAsync)
{
    /// <summary>The frames of a video.</summary>
    public static FrameFeed Of(Video video, NodeContext context)
        => new(video.Width, video.Height, video.FrameRate, video.FrameCount, FramePixels.Rgb24, (sink, cancellation) => new FrameReader(video, context).ReadAsync(sink, cancellation));

    /// <summary>The pictures of a batch, cut off to 8 bits as ComfyUI does; alpha is kept where it is wanted and there.</summary>
    public static FrameFeed Of(Image images, Rational frameRate, bool alpha)
    {
        var channels = alpha && images.Channels == 4 ? 4 : 3;
        return new(images.Width, images.Height, frameRate, images.Batch, channels == 4 ? FramePixels.Rgba : FramePixels.Rgb24, ReadAsync);

        async Task ReadAsync(FrameSink sink, CancellationToken cancellation)
        {
            var frame = new byte[images.Width * images.Height * channels];
            for (var picture = 0; picture < images.Batch; picture++)
            {
                Fill(frame, images.Picture(picture), images.Channels, channels);
                await sink(frame, 1, cancellation);
            }
        }
    }

    private static void Fill(Span<byte> frame, ReadOnlySpan<float> picture, int from, int to)
    {
        for (int source = 0, target = 0; target < frame.Length; source += from, target += to)
        {
            for (var channel = 0; channel < to; channel++)
            {
                frame[target + channel] = (byte)(Math.Clamp(picture[source + channel], 0f, 1f) * 255f);
            }
        }
    }
}

/// <summary>How the bytes of a frame are laid out.</summary>
internal enum FramePixels
{
    /// <summary>Red, green, blue.</summary>
    Rgb24,

    /// <summary>Red, green, blue, alpha.</summary>
    Rgba,

    /// <summary>Planes of luma and of halved chroma, BT.709 in limited range. Both sides are even.</summary>
    Yuv420,
}
