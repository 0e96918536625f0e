namespace MySpinBot.Nodes.Tests.Passing;

/// <summary>A process for tests: what it does to a frame is a function of the frame, its place and its room.</summary>
internal sealed class StubProcess(int width, int height, Action<ReadOnlySpan<byte>, long, Span<byte>> work) : IFrameProcess
{
    private int _frames;
    private int _underWay;
    private int _most;

    public int Width => width;

    public int Height => height;

    public int BatchSize { get; init; } = 1;

    public int AtOnce { get; init; } = 1;

    public bool SeesEveryFrame { get; init; }

    /// <summary>Waits before a batch is processed.</summary>
    public Func<FrameBatch, CancellationToken, Task> Before { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>How many frames it was given.</summary>
    public int Frames => _frames;

    /// <summary>How many batches were under way at the same time, at most.</summary>
    public int MostBeside => _most;

    /// <summary>Frames as they are.</summary>
    public static StubProcess Identity(Video video) => new(video.Width, video.Height, (frame, _, result) => frame.CopyTo(result));

    public async ValueTask ProcessAsync(FrameBatch frames, CancellationToken cancellation)
    {
        var beside = Interlocked.Increment(ref _underWay);
        lock (this)
        {
            _most = Math.Max(_most, beside);
        }

        await Before(frames, cancellation);
        for (var i = 0; i < frames.Count; i++)
        {
            work(frames.Frame(i).Span, frames.Place(i), frames.Result(i).Span);
        }

        Interlocked.Add(ref _frames, frames.Count);
        Interlocked.Decrement(ref _underWay);
    }
}
