using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>The frames of a whole video: its segments are opened one after the other.</summary>
internal sealed class VideoFrames(Video video, FrameFormat format, FrameSources sources) : FrameStream(format, video.Width, video.Height)
{
    private FrameStream? _stream;
    private int _segment = -1;
    private long _left;

    public override async ValueTask<FrameRun> NextAsync(CancellationToken cancellation)
    {
        while (_left == 0)
        {
            await DisposeAsync();
            if (++_segment >= video.Picture.Length)
            {
                return default;
            }

            _left = video.Picture[_segment].FrameCount;
            _stream = _left > 0 ? await OpenAsync(video.Picture[_segment], cancellation) : null;
        }

        cancellation.ThrowIfCancellationRequested();
        var run = await _stream!.NextAsync(cancellation);
        if (run.Times == 0)
        {
            throw new NodeFailure(string.Create(CultureInfo.InvariantCulture, $"A segment of the video ended {_left} frames too early; make the video again."));
        }

        var times = Math.Min(run.Times, _left);
        _left -= times;
        return run with { Times = times };
    }

    public override async ValueTask DisposeAsync()
    {
        if (_stream is { } stream)
        {
            _stream = null;
            await stream.DisposeAsync();
        }
    }

    private async Task<FrameStream> OpenAsync(PictureSegment segment, CancellationToken cancellation)
    {
        var stream = await sources.OpenAsync(segment, video.FrameRate, Format, cancellation);
        if (stream.Width == Width && stream.Height == Height)
        {
            return stream;
        }

        await stream.DisposeAsync();
        throw new NodeFailure(string.Create(CultureInfo.InvariantCulture,
            $"A picture of the video has {stream.Width}×{stream.Height} pixels and the video {Width}×{Height}; scale the picture first."));
    }
}
