using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Frames on their way to an encoder. They can be made again, for a second pass.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="FrameRate">Frames a second.</param>
/// <param name="FrameCount">Frames in all.</param>
/// <param name="Format">How a frame is laid out.</param>
/// <param name="ReadAsync">Hands every frame to the sink, in order.</param>
internal sealed record FrameFeed(int Width, int Height, Rational FrameRate, long FrameCount, FrameFormat Format, Func<FrameSink, CancellationToken, Task> ReadAsync)
{
    /// <summary>The frames of a video, in the encoder's own pixels where they are its: half the bytes then go through the pipe, and a file's frames are not converted there and back.</summary>
    public static FrameFeed Of(Video video, FilmEncoding encoding, NodeContext context)
    {
        var format = encoding.Pixels == PixelLayout.Half8 ? FrameFormat.Yuv420 : FrameFormat.Rgb24;
        return new(video.Width, video.Height, video.FrameRate, video.FrameCount, format, (sink, cancellation) => new FrameReader(video, context) { Format = format }.ReadAsync(sink, cancellation));
    }

    /// <summary>The pictures of a batch, cut off to 8 bits as ComfyUI does; alpha is kept where it is wanted and there.</summary>
    public static FrameFeed Of(Image images, Rational frameRate, bool alpha)
    {
        var channels = alpha && images.Channels == 4 ? 4 : 3;
        return new(images.Width, images.Height, frameRate, images.Batch, channels == 4 ? FrameFormat.Rgba : FrameFormat.Rgb24, ReadAsync);

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
