namespace MySpinBot.Language;

/// <summary>Prefixes of a memory that cannot be cut (recurrent states, sliding windows): a sequence that ended is taken over whole by one that goes on from its end, and by one only; nothing else is shared.</summary>
/// <param name="cells">The memory.</param>
/// <param name="capacity">How many cells it has.</param>
/// <param name="sequences">How many sequences it holds.</param>
/// <param name="most">How many cells may hold what nobody computes with.</param>
/// <param name="saved">Where what leaves the memory goes.</param>
internal sealed class WholePrefixes(ISequenceCells cells, int capacity, int sequences, int most, SavedPrefixes saved) : IPrefixes
{
    private readonly List<Kept> _kept = [];
    private readonly Stack<int> _free = new(Enumerable.Range(0, sequences).Reverse());
    private int _own;
    private int _keptCells;

    /// <inheritdoc/>
    public bool Shares => false;

    /// <inheritdoc/>
    public int Capacity { get; } = capacity;

    /// <inheritdoc/>
    public int Used => _own + _keptCells;

    /// <inheritdoc/>
    public int Find(ReadOnlySpan<int> tokens) => Math.Max(Longest(tokens)?.Tokens.Length ?? 0, saved.Find(tokens[..^1], canBeCut: false).Length);

    /// <inheritdoc/>
    public bool HasRoom(ReadOnlySpan<int> tokens, int toLeave) => tokens.Length + toLeave <= Capacity - _own;

    /// <inheritdoc/>
    public Place Begin(ReadOnlySpan<int> tokens)
    {
        if (saved.Find(tokens[..^1], canBeCut: false) is ({ } entry, var length) && length > (Longest(tokens)?.Tokens.Length ?? 0) && Restore(length, entry.State) is { } restored)
        {
            saved.Touch(entry);
            return restored;
        }

        // Looked for now: what was tried before may have put away what was there.
        if (Longest(tokens) is { } kept)
        {
            _kept.Remove(kept);
            _keptCells -= kept.Tokens.Length;
            _own += kept.Tokens.Length;
            return new Place(kept.Id) { Cells = kept.Tokens.Length };
        }

        return BeginAnew();
    }

    /// <inheritdoc/>
    public Place BeginAnew()
    {
        while (_free.Count == 0)
        {
            ForgetOldest();
        }

        return new Place(_free.Pop());
    }

    /// <inheritdoc/>
    public Place? Restore(int tokens, ReadOnlySpan<byte> state)
    {
        var place = BeginAnew();
        if (Grow(place, tokens))
        {
            if (cells.Restore(place.Id, state))
            {
                return place;
            }

            Cut(place, 0);
        }

        End(place, []);
        return null;
    }

    /// <inheritdoc/>
    public void Age()
    {
        // What is kept is as few sequences as there are numbers.
    }

    /// <inheritdoc/>
    public bool Grow(Place place, int cells)
    {
        if (Capacity - _own < cells)
        {
            return false;
        }

        while (Capacity - Used < cells)
        {
            ForgetOldest();
        }

        place.Cells += cells;
        _own += cells;
        return true;
    }

    /// <inheritdoc/>
    public void Cut(Place place, int cells)
    {
        ReleaseCells(place.Id);
        _own -= place.Cells;
        place.Cells = 0;
    }

    /// <inheritdoc/>
    public void Keep(Place place, ReadOnlySpan<int> tokens)
    {
        // Nobody else could stand on it.
    }

    /// <inheritdoc/>
    public void End(Place place, ReadOnlySpan<int> tokens)
    {
        _own -= place.Cells;
        if (tokens.Length == 0 || tokens.Length > most)
        {
            ReleaseCells(place.Id);
            _free.Push(place.Id);
            return;
        }

        _kept.Add(new Kept(place.Id, tokens.ToArray()));
        _keptCells += tokens.Length;
        while (_keptCells > most)
        {
            ForgetOldest();
        }
    }

    /// <inheritdoc/>
    public void Forget()
    {
        while (_kept.Count > 0)
        {
            ForgetOldest();
        }
    }

    private Kept? Longest(ReadOnlySpan<int> tokens)
    {
        Kept? longest = null;
        foreach (var kept in _kept)
        {
            if (kept.Tokens.Length < tokens.Length && kept.Tokens.Length > (longest?.Tokens.Length ?? 0) && tokens.StartsWith(kept.Tokens))
            {
                longest = kept;
            }
        }

        return longest;
    }

    private void ForgetOldest()
    {
        // They stand in the order in which they ended, and one that is wanted again leaves the list.
        var oldest = _kept[0];
        if (oldest.Tokens.Length >= SavedPrefixes.Shortest && saved.Find(oldest.Tokens, canBeCut: false).Length < oldest.Tokens.Length)
        {
            saved.Keep(oldest.Tokens, cells, oldest.Id);
        }

        _kept.RemoveAt(0);
        _keptCells -= oldest.Tokens.Length;
        ReleaseCells(oldest.Id);
        _free.Push(oldest.Id);
    }

    private void ReleaseCells(int id) => cells.Remove(id, 0, -1);

    private sealed record Kept(int Id, int[] Tokens);
}
