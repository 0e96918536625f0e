using System.Globalization;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Pictures of a batch as frames in one file that loses nothing: a picture that equals the one before it costs next to nothing.</summary>
internal static class LosslessFrames
{
    // A key frame a second is enough to begin in the middle. With a fixed number of threads the same pictures give the same bytes.
    private static readonly string[] Encoding =
    [
        "-c:v", "libx264rgb", "-preset", "ultrafast", "-qp", "0", "-g", "30", "-threads", "4", "-fflags", "+bitexact", "-flags", "+bitexact", "-f", "mp4",
    ];

    /// <summary>Stores all pictures of a batch, truncated to 8 bits, without their alpha.</summary>
    public static async Task<FileSource> StoreAsync(Image images, Rational rate, NodeContext context, CancellationToken cancellation)
    {
        var path = context.TemporaryPath(".mp4");
        string[] input =
        [
            "-hide_banner", "-v", "error", "-xerror", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", string.Create(CultureInfo.InvariantCulture, $"{images.Width}x{images.Height}"),
            "-framerate", rate.ToString(), "-i", "pipe:0",
        ];
        await new ToolProcess(context.Tools.Executable("ffmpeg"), [.. input, .. Encoding, path])
        {
            Feed = (stream, ended) => WriteAsync(images, stream, context, ended),
            Explain = FfmpegWords.Reason,
        }.RunAsync(context.Time, cancellation);
        return new FileSource(await context.Artifacts.PutFileAsync(path, "video/mp4", cancellation));
    }

    private static async Task WriteAsync(Image images, Stream stream, NodeContext context, CancellationToken cancellation)
    {
        var frame = new byte[images.Width * images.Height * 3];
        for (var i = 0; i < images.Batch; i++)
        {
            Spread(images.Picture(i), images.Channels, frame);
            await stream.WriteAsync(frame, cancellation);
            context.Progress(i + 1, images.Batch, "frame");
        }
    }

    private static void Spread(ReadOnlySpan<float> picture, int channels, byte[] frame)
    {
        if (channels == 3)
        {
            Levels.ToBytes(picture, frame);
            return;
        }

        for (int from = 0, to = 0; to < frame.Length; from += channels, to += 3)
        {
            (frame[to], frame[to + 1], frame[to + 2]) = channels < 3
                ? (Levels.ToByte(picture[from]), Levels.ToByte(picture[from]), Levels.ToByte(picture[from]))
                : (Levels.ToByte(picture[from]), Levels.ToByte(picture[from + 1]), Levels.ToByte(picture[from + 2]));
        }
    }
}
