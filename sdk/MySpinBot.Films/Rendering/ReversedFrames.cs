using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>A video backwards: read forward in windows that fit into memory, from the last one to the first.</summary>
/// <param name="video">The video.</param>
/// <param name="end">How many of its frames, counted from its start, are still to be shown: the first shown is the last of them.</param>
/// <param name="format">How the frames are wanted.</param>
/// <param name="sources">Opens its segments.</param>
internal sealed class ReversedFrames(Video video, long end, FrameFormat format, FrameSources sources) : FrameStream(format, video.Width, video.Height)
{
    private const int WindowBytes = 128 << 20;
    private const int MostFrames = 256;

    private readonly Stack<(byte[] Pixels, long Times)> _window = [];
    private readonly Stack<byte[]> _spare = [];
    private byte[]? _shown;
    private long _end = end;

    public override async ValueTask<FrameRun> NextAsync(CancellationToken cancellation)
    {
        if (_window.Count == 0 && _end > 0)
        {
            await FillAsync(cancellation);
        }

        if (_window.Count == 0)
        {
            return default;
        }

        if (_shown is not null)
        {
            _spare.Push(_shown);
        }

        (_shown, var times) = _window.Pop();
        return new FrameRun(_shown, times);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task FillAsync(CancellationToken cancellation)
    {
        var start = WindowStart();
        await using var frames = new VideoFrames(video with { Picture = Slices.Of(video.Picture, start, _end - start) }, Format, sources);
        while (await frames.NextAsync(cancellation) is { Times: > 0 } run)
        {
            var pixels = _spare.TryPop(out var spare) ? spare : new byte[FrameBytes];
            run.Pixels.CopyTo(pixels);
            _window.Push((pixels, run.Times));
        }

        _end = start;
    }

    /// <summary>A window lies within one segment; one that stands still is a single frame, whatever its length.</summary>
    private long WindowStart()
    {
        long start = 0;
        foreach (var segment in video.Picture)
        {
            if (start + segment.FrameCount >= _end)
            {
                var still = segment.Source is StillSource && segment.Edits.IsDefaultOrEmpty;
                return still ? start : Math.Max(start, _end - Math.Clamp(WindowBytes / FrameBytes, 1, MostFrames));
            }

            start += segment.FrameCount;
        }

        return start;
    }
}
