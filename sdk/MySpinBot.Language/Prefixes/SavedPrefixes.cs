namespace MySpinBot.Language;

/// <summary>What left the model's memory, kept in the host's: states of sequences from their beginning on, bounded in bytes, the longest unwanted forgotten first. It costs a copy to take one back, where computing it again costs the model's time.</summary>
/// <param name="mostBytes">The most bytes of states.</param>
internal sealed class SavedPrefixes(long mostBytes)
{
    /// <summary>Sequences shorter than this are computed again sooner than looked after.</summary>
    public const int Shortest = 32;

    private const int MostEntries = 1024;
    private readonly List<Entry> _entries = [];

    /// <summary>Bytes of all states.</summary>
    public long Bytes { get; private set; }

    /// <summary>The most bytes of states.</summary>
    public long MostBytes => mostBytes;

    /// <summary>The state that has most of these tokens, and how many: of all of its tokens where it cannot be cut.</summary>
    public (Entry? Entry, int Length) Find(ReadOnlySpan<int> tokens, bool canBeCut)
    {
        (Entry? Entry, int Length) longest = (null, 0);
        foreach (var entry in _entries)
        {
            var length = tokens.CommonPrefixLength(entry.Tokens);
            if (length > longest.Length && (canBeCut || length == entry.Tokens.Length))
            {
                longest = (entry, length);
            }
        }

        return longest;
    }

    /// <summary>Whether a state goes at least as far as these tokens.</summary>
    public bool Covers(ReadOnlySpan<int> tokens) => Find(tokens, canBeCut: true).Length == tokens.Length;

    /// <summary>Keeps the state of a sequence, where there is room for it in one array; those that go less far on the same way go.</summary>
    /// <param name="tokens">The sequence.</param>
    /// <param name="cells">The memory that it is in.</param>
    /// <param name="holder">Its number there.</param>
    /// <returns>Whether it is kept; otherwise it is computed again when it is wanted.</returns>
    public bool Keep(int[] tokens, ISequenceCells cells, int holder)
    {
        if (cells.StateBytes(holder) > Math.Min(mostBytes, Array.MaxLength))
        {
            return false;
        }

        try
        {
            Add(tokens, cells.Save(holder));
            return true;
        }
        catch (OutOfMemoryException)
        {
            // The host has none to spare now, which is no reason to end those who write.
            return false;
        }
    }

    private void Add(int[] tokens, byte[] state)
    {
        for (var index = _entries.Count - 1; index >= 0; index--)
        {
            if (tokens.AsSpan().StartsWith(_entries[index].Tokens))
            {
                Drop(index);
            }
        }

        // They stand in the order in which they were wanted.
        while (_entries.Count > 0 && (Bytes + state.LongLength > mostBytes || _entries.Count == MostEntries))
        {
            Drop(0);
        }

        _entries.Add(new Entry(tokens, state));
        Bytes += state.LongLength;
    }

    /// <summary>A state was wanted.</summary>
    public void Touch(Entry entry)
    {
        // To take it back others may have had to be saved, for which it went itself.
        if (_entries.Remove(entry))
        {
            _entries.Add(entry);
        }
    }

    private void Drop(int index)
    {
        Bytes -= _entries[index].State.LongLength;
        _entries.RemoveAt(index);
    }

    /// <summary>The state of a sequence.</summary>
    /// <param name="tokens">Its tokens, from the first.</param>
    /// <param name="state">Its state, as the library writes it.</param>
    public sealed class Entry(int[] tokens, byte[] state)
    {
        /// <summary>Its tokens.</summary>
        public int[] Tokens => tokens;

        /// <summary>Its state.</summary>
        public byte[] State => state;
    }
}
