namespace MySpinBot.Language.Tests;

/// <summary>A model's memory that only counts, and complains: cells with positions and the sequences that they belong to. What a cell holds depends on every token up to it, as keys and values do.</summary>
internal sealed class CountedCells(int capacity, bool canBeCut = true) : ISequenceCells
{
    private readonly List<Cell> _cells = [];

    public int Used => _cells.Count;

    public void Share(int from, int to, int start, int end)
    {
        foreach (var cell in _cells)
        {
            if (cell.Position >= start && cell.Position < end && cell.Sequences.Contains(from))
            {
                cell.Sequences.Add(to);
            }
        }
    }

    public void Remove(int sequence, int start, int end)
    {
        (canBeCut || (start == 0 && end == -1)).ShouldBeTrue("this memory cannot be cut");
        foreach (var cell in _cells)
        {
            if (cell.Position >= start && (end < 0 || cell.Position < end))
            {
                cell.Sequences.Remove(sequence);
            }
        }

        _cells.RemoveAll(cell => cell.Sequences.Count == 0);
    }

    public long StateBytes(int sequence) => 8L * _cells.Count(cell => cell.Sequences.Contains(sequence));

    public byte[] Save(int sequence)
        => [.. _cells.Where(cell => cell.Sequences.Contains(sequence)).SelectMany(cell => (byte[])[.. BitConverter.GetBytes(cell.Position), .. BitConverter.GetBytes(cell.Value)])];

    public bool Restore(int sequence, ReadOnlySpan<byte> state)
    {
        _cells.Exists(cell => cell.Sequences.Contains(sequence)).ShouldBeFalse("a state is given to a sequence that has cells");
        for (; !state.IsEmpty; state = state[8..])
        {
            _cells.Count.ShouldBeLessThan(capacity, "more cells are wanted than there are");
            _cells.Add(new Cell(BitConverter.ToInt32(state), BitConverter.ToInt32(state[4..]), [sequence]));
        }

        return true;
    }

    /// <summary>Computes a token of a sequence, as a step of the model does.</summary>
    public void Compute(int sequence, int position, int token)
    {
        var before = position == 0 ? 17 : Holds(sequence, position - 1);
        _cells.Exists(cell => cell.Position == position && cell.Sequences.Contains(sequence)).ShouldBeFalse("it was computed before");
        _cells.Count.ShouldBeLessThan(capacity, "more cells are wanted than there are");
        _cells.Add(new Cell(position, HashCode.Combine(before, token), [sequence]));
    }

    /// <summary>A sequence has exactly these tokens, or begins with them.</summary>
    public void ShouldHold(int sequence, ReadOnlySpan<int> tokens, bool orMore = false)
    {
        var mine = _cells.Where(cell => cell.Sequences.Contains(sequence)).OrderBy(cell => cell.Position).ToArray();
        (mine.Length == tokens.Length || (orMore && mine.Length > tokens.Length)).ShouldBeTrue($"sequence {sequence} has {mine.Length} cells and should have {tokens.Length}");
        var value = 17;
        for (var position = 0; position < tokens.Length; position++)
        {
            value = HashCode.Combine(value, tokens[position]);
            (mine[position].Position, mine[position].Value).ShouldBe((position, value));
        }
    }

    private int Holds(int sequence, int position) => _cells.Single(cell => cell.Position == position && cell.Sequences.Contains(sequence)).Value;

    private sealed record Cell(int Position, int Value, HashSet<int> Sequences);
}
