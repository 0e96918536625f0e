using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Frames with another picture laid over some of them.</summary>
/// <param name="frames">What lies below, packed RGB.</param>
/// <param name="edit">What is laid over it.</param>
/// <param name="first">The clock at the first frame.</param>
/// <param name="open">Opens a segment as RGBA.</param>
internal sealed class OverlaidFrames(FrameStream frames, OverlayEdit edit, long first, Func<PictureSegment, CancellationToken, Task<FrameStream>> open)
    : FrameStream(FrameFormat.Rgb24, frames.Width, frames.Height)
{
    private readonly FrameCursor _below = new(frames.Format == FrameFormat.Rgb24 ? frames : new ConvertedFrames(frames, FrameFormat.Rgb24));
    private readonly byte[] _result = new byte[frames.Width * frames.Height * 3];
    private FrameCursor? _over;
    private long _clock = first;

    private long End => edit.Start + edit.Over.FrameCount;

    public override async ValueTask<FrameRun> NextAsync(CancellationToken cancellation)
    {
        var below = await _below.PeekAsync(cancellation);
        var times = below.Times;
        if (times > 0 && _clock < edit.Start)
        {
            times = Math.Min(times, edit.Start - _clock);
        }
        else if (times > 0 && _clock < End)
        {
            _over ??= new FrameCursor(await open(Rest(), cancellation));
            var over = await _over.PeekAsync(cancellation);
            times = Math.Min(Math.Min(times, over.Times), End - _clock);
            below.Pixels.CopyTo(_result);
            Overlays.Blend(_result, Width, Height, over.Pixels.Span, _over.Stream.Width, _over.Stream.Height, edit.X, edit.Y, edit.Opacity);
            below = below with { Pixels = _result };
            _over.Advance(times);
        }

        _below.Advance(times);
        _clock += times;
        return below with { Times = times };
    }

    public override async ValueTask DisposeAsync()
    {
        await _below.DisposeAsync();
        if (_over is not null)
        {
            await _over.DisposeAsync();
        }
    }

    private PictureSegment Rest()
        => edit.Over with { FirstFrame = edit.Over.FirstFrame + _clock - edit.Start, FrameCount = End - _clock };
}
