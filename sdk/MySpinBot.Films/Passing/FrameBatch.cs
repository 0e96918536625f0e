namespace MySpinBot.Films;

/// <summary>A few frames in a row, and room for what becomes of them. The memory is good until the process returns.</summary>
public abstract class FrameBatch
{
    /// <summary>Index of the first frame in the video.</summary>
    public abstract long First { get; }

    /// <summary>How many there are: at least one, at most <see cref="IFrameProcess.BatchSize"/>.</summary>
    public abstract int Count { get; }

    /// <summary>Columns of the frames.</summary>
    public abstract int Width { get; }

    /// <summary>Rows of the frames.</summary>
    public abstract int Height { get; }

    /// <summary>Index of a frame in the video: <see cref="First"/> + <paramref name="index"/> for a process that sees every frame,
    /// or else where the run of frames begins that are equal to it.</summary>
    public abstract long Place(int index);

    /// <summary>A frame, packed RGB bytes, [height, width, 3]. Equal neighbours may share memory.</summary>
    public abstract ReadOnlyMemory<byte> Frame(int index);

    /// <summary>Room for its result, packed RGB bytes, [height, width, 3] of the process. What lies there before is anything.</summary>
    public abstract Memory<byte> Result(int index);
}
