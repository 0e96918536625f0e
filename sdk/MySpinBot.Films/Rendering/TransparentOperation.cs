namespace MySpinBot.Films;

/// <summary>An operation on frames with transparency: what it does to colours it does to them alone; what moves pixels moves their alpha too.</summary>
internal sealed class TransparentOperation(FrameOperation operation, int width, int height, bool moves)
{
    private readonly byte[] _from = new byte[width * height * 3];
    private readonly byte[] _to = new byte[operation.Width * operation.Height * 3];

    /// <summary>Makes the result for one frame, [height, width, 4].</summary>
    public void Apply(ReadOnlySpan<byte> frame, long clock, Span<byte> result)
    {
        for (int from = 0, to = 0; to < _from.Length; from += 4, to += 3)
        {
            frame.Slice(from, 3).CopyTo(_from.AsSpan(to));
        }

        operation.Apply(_from, clock, _to);
        for (int from = 0, to = 0; from < _to.Length; from += 3, to += 4)
        {
            _to.AsSpan(from, 3).CopyTo(result[to..]);
        }

        if (moves)
        {
            for (int from = 3, to = 0; to < _from.Length; from += 4, to += 3)
            {
                _from.AsSpan(to, 3).Fill(frame[from]);
            }

            operation.Apply(_from, clock, _to);
        }

        for (int i = 0, to = 3; to < result.Length; i++, to += 4)
        {
            result[to] = moves ? _to[3 * i] : frame[to];
        }
    }
}
