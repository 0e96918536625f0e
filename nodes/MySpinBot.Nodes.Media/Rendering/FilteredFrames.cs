using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Frames sent through filters of ffmpeg. What stands still all the time is sent once, and repeated there.</summary>
internal sealed class FilteredFrames : FrameStream
{
    private readonly FrameStream _source;
    private readonly ToolFrames _filtered;

    /// <summary>Starts ffmpeg.</summary>
    /// <param name="source">What is filtered.</param>
    /// <param name="filters">The filters.</param>
    /// <param name="segment">Whose frames they are: how many, and from which clock on.</param>
    /// <param name="rate">Frames a second.</param>
    /// <param name="context">Where ffmpeg is.</param>
    /// <param name="cancellation">Ends it.</param>
    public FilteredFrames(FrameStream source, FilterChain filters, PictureSegment segment, Rational rate, NodeContext context, CancellationToken cancellation)
        : base(source.Format == FrameFormat.Rgba && !filters.Draws ? FrameFormat.Rgba : FrameFormat.Rgb24, filters.Width, filters.Height)
    {
        _source = source.Format == FrameFormat.Yuv420 || (source.Format == FrameFormat.Rgba && Format == FrameFormat.Rgb24) ? new ConvertedFrames(source, FrameFormat.Rgb24) : source;
        _filtered = new ToolFrames(Format, Width, Height, Arguments(filters, segment, rate), (input, ended) => FeedAsync(input, segment.FrameCount, ended), context, cancellation);
    }

    public override ValueTask<FrameRun> NextAsync(CancellationToken cancellation) => _filtered.NextAsync(cancellation);

    public override async ValueTask DisposeAsync()
    {
        await _filtered.DisposeAsync();
        await _source.DisposeAsync();
    }

    private IReadOnlyList<string> Arguments(FilterChain filters, PictureSegment segment, Rational rate)
    {
        var planar = _source.Format == FrameFormat.Rgba ? "format=gbrap" : "format=gbrp";
        var clock = string.Create(CultureInfo.InvariantCulture, $"setpts=N+{segment.FirstFrame}");
        var first = filters.After((width, height) => string.Create(CultureInfo.InvariantCulture,
            $"{planar},{clock}{((width, height) == (_source.Width, _source.Height) ? "" : $",zscale=w={width}:h={height}:f=lanczos")}"));
        return
        [
            "-hide_banner", "-v", "error", "-f", "rawvideo", "-pix_fmt", _source.Format.PixelFormat(), "-s", string.Create(CultureInfo.InvariantCulture, $"{_source.Width}x{_source.Height}"),
            "-framerate", rate.ToString(), "-i", "pipe:0", "-vf", first, "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", Format.PixelFormat(), "pipe:1",
        ];
    }

    private async Task FeedAsync(Stream input, long count, CancellationToken cancellation)
    {
        while (count > 0 && await _source.NextAsync(cancellation) is { Times: > 0 } run)
        {
            for (var i = Math.Min(count, run.Times); i > 0; i--, count--)
            {
                await input.WriteAsync(run.Pixels, cancellation);
            }
        }
    }
}
