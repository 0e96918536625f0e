namespace MySpinBot.Films;

/// <summary>A few frames in a row, and room for what becomes of them. The memory is good until the process returns.</summary>
public abstract class FrameBatch
{
    /// <summary>Index of the first frame in the video.</summary>
    public abstract long First { get; }

    /// <summary>How many there are.</summary>
    public abstract int Count { get; }

    /// <summary>A frame, packed RGB bytes, [height, width, 3]. Equal neighbours may share memory.</summary>
    public abstract ReadOnlyMemory<byte> Frame(int index);

    /// <summary>Room for its result, packed RGB bytes, [height, width, 3] of the process.</summary>
    public abstract Memory<byte> Result(int index);
}
