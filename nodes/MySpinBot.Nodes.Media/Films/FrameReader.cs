using System.Collections.Immutable;
using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Takes a run of equal frames, [height, width, 3] bytes. The bytes are only good until it returns.</summary>
internal delegate Task FrameSink(ReadOnlyMemory<byte> frame, long times, CancellationToken cancellation);

/// <summary>Lets the frames of a video come into being, one at a time: a still is decoded once, a file by one ffmpeg.</summary>
internal sealed class FrameReader(Video video, NodeContext context)
{
    private int FrameBytes => checked(video.Width * video.Height * 3);

    /// <summary>Hands every frame of the video to the sink, in order.</summary>
    public async Task ReadAsync(FrameSink sink, CancellationToken cancellation)
    {
        foreach (var segment in video.Picture)
        {
            switch (segment.Source)
            {
                case StillSource still:
                    await sink(await StillFrames.ReadAsync(still, segment, video, context.Artifacts, cancellation), segment.FrameCount, cancellation);
                    break;
                case FileSource file:
                    await ReadFileAsync(file, segment, sink, cancellation);
                    break;
                default:
                    throw new NodeFailure($"A segment of the video comes from {segment.Source.GetType().Name}, which this version does not know; update MySpinBot.");
            }
        }
    }

    private async Task ReadFileAsync(FileSource file, PictureSegment segment, FrameSink sink, CancellationToken cancellation)
    {
        var frame = new byte[FrameBytes];
        long count = 0;
        var path = await context.Artifacts.PathOfAsync(file.File, cancellation);
        await new ToolProcess(context.Tools.Executable("ffmpeg"), Arguments(path, segment)) { Drain = TakeAsync, Explain = FfmpegWords.Reason }.RunAsync(context.Time, cancellation);
        await FillAsync(frame, segment.FrameCount - count, count, sink, cancellation);

        async Task TakeAsync(Stream output, CancellationToken ended)
        {
            while (count < segment.FrameCount && await output.ReadAtLeastAsync(frame, frame.Length, throwOnEndOfStream: false, ended) == frame.Length)
            {
                await sink(frame, 1, ended);
                count++;
            }

            await output.CopyToAsync(Stream.Null, ended);
        }
    }

    /// <summary>Containers round their length: what is missing at the end, up to a second, is the last frame held.</summary>
    private Task FillAsync(byte[] last, long missing, long had, FrameSink sink, CancellationToken cancellation)
        => missing <= 0 ? Task.CompletedTask
            : had > 0 && missing <= Math.Max(1, video.FrameRate.Value) ? sink(last, missing, cancellation)
            : throw new NodeFailure($"The video file ended after {had} of {had + missing} frames; it is damaged or cut off.");

    private ImmutableArray<string> Arguments(string path, PictureSegment segment)
    {
        var edits = segment.Edits.IsDefault ? [] : segment.Edits;
        var filters = edits.OfType<ScaleEdit>().Select(FrameScaling.Filter)
            .Prepend(string.Create(CultureInfo.InvariantCulture, $"fps={video.FrameRate},trim=start_frame={segment.FirstFrame}:end_frame={segment.FirstFrame + segment.FrameCount},setpts=PTS-STARTPTS"))
            .Append(string.Create(CultureInfo.InvariantCulture, $"scale={video.Width}:{video.Height}:flags=bicubic+accurate_rnd+full_chroma_int"));
        return ["-hide_banner", "-nostdin", "-v", "error", "-i", path, "-map", "0:v:0", "-an", "-sn", "-vf", string.Join(',', filters), "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"];
    }
}
