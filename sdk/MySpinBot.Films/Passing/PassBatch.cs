namespace MySpinBot.Films;

/// <summary>Frames on their way through a process. Its frames are used again for later ones once they are processed; so are the results once they are encoded.</summary>
/// <param name="width">Columns of the frames.</param>
/// <param name="height">Rows of the frames.</param>
/// <param name="most">Frames that it holds at most.</param>
internal sealed class PassBatch(int width, int height, int most) : FrameBatch
{
    private readonly List<(byte[] Pixels, long Place, long Times)> _frames = new(most);
    private readonly byte[][] _rooms = [.. Enumerable.Range(0, most).Select(_ => GC.AllocateUninitializedArray<byte>(FrameFormat.Rgb24.Bytes(width, height)))];
    private int _used;

    public override long First => _frames[0].Place;

    public override int Count => _frames.Count;

    public override int Width => width;

    public override int Height => height;

    /// <summary>Whether there is no room for another frame.</summary>
    public bool IsFull => _frames.Count == most;

    /// <summary>Room for results; there from when the process begins.</summary>
    public PassResults? Results { get; set; }

    /// <summary>How often the result of each frame is shown.</summary>
    public long[] Times => [.. _frames.Select(frame => frame.Times)];

    public override long Place(int index) => _frames[index].Place;

    public override ReadOnlyMemory<byte> Frame(int index) => _frames[index].Pixels;

    public override Memory<byte> Result(int index)
        => index < Count && Results is { } results ? results.Rooms[index] : throw new ArgumentOutOfRangeException(nameof(index), index, $"The batch has {Count} frames.");

    /// <summary>Adds a frame. One that is the last one once more shares its memory.</summary>
    public void Add(ReadOnlySpan<byte> frame, long place, long times, bool again)
    {
        if (again)
        {
            _frames.Add((_frames[^1].Pixels, place, times));
            return;
        }

        var room = _rooms[_used++];
        frame.CopyTo(room);
        _frames.Add((room, place, times));
    }

    /// <summary>Whether a frame is the last one once more. Frames that differ mostly differ early.</summary>
    public bool EndsWith(ReadOnlySpan<byte> frame) => Count > 0 && frame.SequenceEqual(_frames[^1].Pixels);

    /// <summary>Shows the last frame for longer.</summary>
    public void Prolong(long times) => _frames[^1] = _frames[^1] with { Times = _frames[^1].Times + times };

    /// <summary>Makes it ready for other frames.</summary>
    public void Clear()
    {
        _frames.Clear();
        (_used, Results) = (0, null);
    }
}

/// <summary>Room for the results of a batch.</summary>
internal sealed class PassResults(int frameBytes, int most)
{
    /// <summary>One a frame.</summary>
    public byte[][] Rooms { get; } = [.. Enumerable.Range(0, most).Select(_ => GC.AllocateUninitializedArray<byte>(frameBytes))];
}
