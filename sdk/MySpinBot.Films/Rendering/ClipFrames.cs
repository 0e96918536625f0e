using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>A video in another time: frame n is the frame ⌊n · pace⌋ of a stream; after the last one that one stays.</summary>
internal sealed class ClipFrames : FrameStream
{
    private readonly FrameCursor _cursor;
    private readonly long _last;
    private readonly Int128 _above;
    private readonly Int128 _below;
    private long _frame;
    private long _at;

    private ClipFrames(FrameStream frames, long at, long last, (Int128 Above, Int128 Below) pace, long first)
        : base(frames.Format, frames.Width, frames.Height)
        => (_cursor, _at, _last, (_above, _below), _frame) = (new FrameCursor(frames), at, last, pace, first);

    /// <summary>The clip's frames from a clock on.</summary>
    public static ClipFrames Open(ClipSource source, long first, Rational rate, FrameFormat format, FrameSources sources)
    {
        var (clip, speed) = (source.Clip, source.Speed ?? new Rational(1));
        if (clip.FrameCount == 0)
        {
            throw new NodeFailure("A clip that the video is made of has no frames; make the video again.");
        }

        var pace = ((Int128)speed.Numerator * clip.FrameRate.Numerator * rate.Denominator, (Int128)speed.Denominator * clip.FrameRate.Denominator * rate.Numerator);
        var (at, last) = (Index(first, pace, clip.FrameCount - 1), clip.FrameCount - 1);
        FrameStream frames = source.Reversed
            ? new ReversedFrames(clip, clip.FrameCount - at, format, sources)
            : new VideoFrames(clip with { Picture = Slices.Of(clip.Picture, at, clip.FrameCount - at) }, format, sources);
        return new ClipFrames(frames, at, last, pace, first);
    }

    public override async ValueTask<FrameRun> NextAsync(CancellationToken cancellation)
    {
        var wanted = Index(_frame, (_above, _below), _last);
        var run = await _cursor.PeekAsync(cancellation);
        while (_at + run.Times <= wanted)
        {
            _at += run.Times;
            _cursor.Advance(run.Times);
            run = await _cursor.PeekAsync(cancellation);
        }

        _cursor.Advance(wanted - _at);
        run = run with { Times = run.Times - (wanted - _at) };
        _at = wanted;

        // The first frame that shows something behind this run; behind the last run there is nothing.
        var behind = _at + run.Times;
        var end = behind > _last ? long.MaxValue : (long)(((behind * _below) + _above - 1) / _above);
        var times = end - _frame;
        _frame = end;
        return run with { Times = times };
    }

    public override ValueTask DisposeAsync() => _cursor.DisposeAsync();

    private static long Index(long frame, (Int128 Above, Int128 Below) pace, long last) => (long)Int128.Min(last, frame * pace.Above / pace.Below);
}
