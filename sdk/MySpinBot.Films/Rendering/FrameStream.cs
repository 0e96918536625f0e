namespace MySpinBot.Films;

/// <summary>A frame and how often it is shown in a row.</summary>
/// <param name="Pixels">The frame; good until the stream is asked for the next one.</param>
/// <param name="Times">How often, at least once; 0 where the stream has ended.</param>
public readonly record struct FrameRun(ReadOnlyMemory<byte> Pixels, long Times);

/// <summary>Frames in order, one run of equal ones at a time. A stream may go on for longer than the segment that it was opened for: whoever reads knows how many it wants.</summary>
internal abstract class FrameStream(FrameFormat format, int width, int height) : IAsyncDisposable
{
    /// <summary>How the pixels lie.</summary>
    public FrameFormat Format { get; } = format;

    /// <summary>Columns.</summary>
    public int Width { get; } = width;

    /// <summary>Rows.</summary>
    public int Height { get; } = height;

    /// <summary>Bytes of a frame.</summary>
    public int FrameBytes => Format.Bytes(Width, Height);

    /// <summary>The next run of equal frames.</summary>
    public abstract ValueTask<FrameRun> NextAsync(CancellationToken cancellation);

    /// <summary>Ends whatever the frames come from.</summary>
    public abstract ValueTask DisposeAsync();
}
