using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Two streams in step, mixed by a transition.</summary>
internal sealed class MixedFrames(TransitionSource transition, long first, FrameStream from, FrameStream to) : FrameStream(FrameFormat.Rgb24, from.Width, from.Height)
{
    private readonly FrameCursor _from = new(from);
    private readonly FrameCursor _to = new(to);
    private readonly byte[] _result = new byte[from.FrameBytes];
    private long _frame = first;

    public override async ValueTask<FrameRun> NextAsync(CancellationToken cancellation)
    {
        if ((to.Width, to.Height) != (Width, Height))
        {
            throw new NodeFailure($"A transition leads from {Width}×{Height} pixels to {to.Width}×{to.Height}; scale one of the two first.");
        }

        var (before, after) = (await _from.PeekAsync(cancellation), await _to.PeekAsync(cancellation));
        if (before.Times == 0 || after.Times == 0)
        {
            return default;
        }

        Transitions.Mix(transition.Way, (_frame + 1.0) / (transition.Length + 1), before.Pixels.Span, after.Pixels.Span, _result, Width, Height);
        _from.Advance(1);
        _to.Advance(1);
        _frame++;
        return new FrameRun(_result, 1);
    }

    public override async ValueTask DisposeAsync()
    {
        await _from.DisposeAsync();
        await _to.DisposeAsync();
    }
}
