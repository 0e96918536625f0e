using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Frames with an operation done to each; where neither they nor it changes, it is done once.</summary>
internal sealed class OperatedFrames(FrameStream frames, FrameOperation operation, FrameEdit edit, long first) : FrameStream(frames.Format, operation.Width, operation.Height)
{
    private readonly FrameCursor _cursor = new(frames);
    private readonly TransparentOperation? _transparent = frames.Format == FrameFormat.Rgba ? new(operation, frames.Width, frames.Height, edit is PanZoomEdit) : null;
    private readonly byte[] _result = new byte[frames.Format.Bytes(operation.Width, operation.Height)];
    private long _clock = first;

    public override async ValueTask<FrameRun> NextAsync(CancellationToken cancellation)
    {
        var run = await _cursor.PeekAsync(cancellation);
        if (run.Times == 0)
        {
            return default;
        }

        var times = Math.Min(run.Times, FrameSteadiness.Of(edit, _clock));
        if (_transparent is null)
        {
            operation.Apply(run.Pixels.Span, _clock, _result);
        }
        else
        {
            _transparent.Apply(run.Pixels.Span, _clock, _result);
        }

        _cursor.Advance(times);
        _clock += times;
        return new FrameRun(_result, times);
    }

    public override ValueTask DisposeAsync() => _cursor.DisposeAsync();
}
