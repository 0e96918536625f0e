namespace MySpinBot.Language;

/// <content>What leaves the memory for the host's, and comes back.</content>
internal sealed partial class SharedPrefixes
{
    /// <summary>Steps after which what was not wanted is saved: copying it out and in costs about what some ten steps lose by looking at its cells.</summary>
    private const int Unwanted = 16;

    /// <summary>How many more tokens a saved state has to have than the memory, to be taken back.</summary>
    private const int WorthRestoring = 16;

    /// <inheritdoc/>
    public Place? Restore(int tokens, ReadOnlySpan<byte> state)
    {
        var place = BeginAnew();
        if (Grow(place, tokens))
        {
            if (_cells.Restore(place.Id, state))
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
        _tree.Age();
        if (_saved.MostBytes == 0)
        {
            return;
        }

        // One at a time: those who write wait meanwhile.
        for (var index = 0; index < _tree.Leaves.Count; index++)
        {
            var leaf = _tree.Leaves[index];
            if (leaf.Locks == 0 && _tree.Now - leaf.Used > Unwanted && (leaf.End < SavedPrefixes.Shortest || Save(leaf)))
            {
                Trim(leaf, leaf.Tokens.Length);
                return;
            }
        }
    }

    /// <summary>Begins with a saved state, where that has enough more than the memory, and there is room for it and for what has yet to be computed.</summary>
    private Place? TakeBack(ReadOnlySpan<int> tokens)
    {
        var (entry, length) = _saved.Find(tokens[..^1], canBeCut: true);
        if (entry is null || length < _tree.Find(tokens[..^1]) + WorthRestoring || entry.Tokens.Length + tokens.Length - length > Capacity - Used + _tree.Unlocked)
        {
            return null;
        }

        if (Restore(entry.Tokens.Length, entry.State) is not { } place)
        {
            return null;
        }

        _saved.Touch(entry);
        Cut(place, length);
        return place;
    }

    /// <summary>Sees to it that a leaf's tokens are saved, if that is worth it: a state is of all tokens from the first, so where most of them are others' too it would be theirs once more.</summary>
    /// <returns>Whether they are.</returns>
    private bool Save(PrefixNode leaf)
    {
        if (leaf.End < SavedPrefixes.Shortest || _saved.MostBytes == 0 || 2 * (leaf.End - SharedUpTo(leaf)) < leaf.End)
        {
            return false;
        }

        var path = PrefixTree.PathOf(leaf);
        return _saved.Covers(path) || _saved.Keep(path, _cells, leaf.Holder);
    }

    private void Trim(PrefixNode leaf, int tokens)
    {
        var left = _tree.Trim(leaf, tokens, out var holder);
        _held[holder] = left;
        if (left is null)
        {
            Free(holder);
            return;
        }

        _cells.Remove(holder, left.End, -1);
        if (left.Locks > 0)
        {
            HandOver(left);
        }
    }

    /// <summary>Where the way to a leaf parts from those of others.</summary>
    private static int SharedUpTo(PrefixNode leaf)
    {
        var above = leaf.Parent!;
        while (above is { Parent: not null, Locks: 0, Children.Count: 1 })
        {
            above = above.Parent;
        }

        return above.End;
    }
}
