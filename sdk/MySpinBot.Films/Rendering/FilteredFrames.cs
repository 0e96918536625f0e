using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Frames sent through filters of ffmpeg. What stands still all the time is sent once, and repeated there.</summary>
internal sealed class FilteredFrames : FrameStream
{
    private readonly FrameCursor _source;
    private readonly ToolFrames _filtered;

    private FilteredFrames(FrameCursor source, ToolFrames filtered)
        : base(filtered.Format, filtered.Width, filtered.Height) => (_source, _filtered) = (source, filtered);

    /// <summary>Starts ffmpeg.</summary>
    /// <param name="frames">What is filtered.</param>
    /// <param name="filters">The filters.</param>
    /// <param name="segment">Whose frames they are: how many, and from which clock on.</param>
    /// <param name="rate">Frames a second.</param>
    /// <param name="context">Where ffmpeg is.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<FilteredFrames> StartAsync(
        FrameStream frames, FilterChain filters, PictureSegment segment, Rational rate, NodeContext context, CancellationToken cancellation)
    {
        var opaque = frames.Format != FrameFormat.Rgba || filters.Draws;
        var source = new FrameCursor(opaque && frames.Format != FrameFormat.Rgb24 ? new ConvertedFrames(frames, FrameFormat.Rgb24) : frames);
        var stands = (await source.PeekAsync(cancellation)).Times >= segment.FrameCount;
        var arguments = Arguments(source.Stream, filters, segment, rate, stands);
        return new FilteredFrames(source, new ToolFrames(
            source.Stream.Format, filters.Width, filters.Height, arguments, (input, ended) => FeedAsync(source, input, stands ? 1 : segment.FrameCount, ended), context, cancellation));
    }

    public override ValueTask<FrameRun> NextAsync(CancellationToken cancellation) => _filtered.NextAsync(cancellation);

    public override async ValueTask DisposeAsync()
    {
        await _filtered.DisposeAsync();
        await _source.DisposeAsync();
    }

    private static IReadOnlyList<string> Arguments(FrameStream source, FilterChain filters, PictureSegment segment, Rational rate, bool stands)
    {
        var clock = string.Create(CultureInfo.InvariantCulture,
            $"format={(source.Format == FrameFormat.Rgba ? "gbrap" : "gbrp")}{(stands ? ",loop=-1:size=1" : "")},setpts=N+{segment.FirstFrame}");
        var chain = filters.After((width, height) => (width, height) == (source.Width, source.Height)
            ? clock
            : string.Create(CultureInfo.InvariantCulture, $"{clock},zscale=w={width}:h={height}:f=lanczos"));
        return
        [
            "-hide_banner", "-v", "error", "-f", "rawvideo", "-pix_fmt", source.Format.PixelFormat(), "-s", string.Create(CultureInfo.InvariantCulture, $"{source.Width}x{source.Height}"),
            "-framerate", rate.ToString(), "-i", "pipe:0", "-vf", chain, "-frames:v", segment.FrameCount.ToString(CultureInfo.InvariantCulture),
            "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", source.Format.PixelFormat(), "pipe:1",
        ];
    }

    private static async Task FeedAsync(FrameCursor source, Stream input, long count, CancellationToken cancellation)
    {
        while (count > 0 && await source.PeekAsync(cancellation) is { Times: > 0 } run)
        {
            await input.WriteAsync(run.Pixels, cancellation);
            source.Advance(1);
            count--;
        }
    }
}
