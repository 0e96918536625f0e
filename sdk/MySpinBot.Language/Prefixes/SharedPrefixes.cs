namespace MySpinBot.Language;

/// <summary>Prefixes of a memory that can be cut at any token: a tree of everything computed. Where many sequences begin alike they stand on the same cells.</summary>
/// <remarks>
/// <para>Sequence numbers are few, so only leaves have one: it holds the cells of its whole path, and all that stands above it with them. A sequence that is computed has a number of its own and shares the cells of its path,
/// so nothing that is evicted can take a cell from it; locks only keep the count of what can be freed true.</para>
/// <para>What is remembered lies in the tree once. Where two sequences computed the same, the second takes the first one's cells and gives its own back.</para>
/// </remarks>
internal sealed class SharedPrefixes : IPrefixes
{
    /// <summary>What is forgotten at once at least, so that a full memory is not cut for each token.</summary>
    private const int Quantum = 64;

    /// <summary>Steps after which what was not wanted is saved: copying it out and in costs about what some ten steps lose by looking at its cells.</summary>
    private const int Unwanted = 16;

    /// <summary>How many more tokens a saved state has to have than the memory, to be taken back.</summary>
    private const int WorthRestoring = 16;

    private readonly PrefixTree _tree = new();
    private readonly ISequenceCells _cells;
    private readonly Stack<int> _free = new();
    private readonly Place?[] _places;
    private readonly PrefixNode?[] _held;
    private readonly int _most;
    private readonly SavedPrefixes _saved;
    private int _own;

    /// <summary>An empty memory.</summary>
    /// <param name="cells">The memory.</param>
    /// <param name="capacity">How many cells it has.</param>
    /// <param name="sequences">How many sequence numbers it has; more than are computed at once.</param>
    /// <param name="most">How many cells may hold what nobody computes with.</param>
    /// <param name="saved">Where what leaves the memory goes.</param>
    public SharedPrefixes(ISequenceCells cells, int capacity, int sequences, int most, SavedPrefixes saved)
    {
        _cells = cells;
        _saved = saved;
        Capacity = capacity;
        _most = most;
        _places = new Place?[sequences];
        _held = new PrefixNode?[sequences];
        for (var id = sequences - 1; id >= 0; id--)
        {
            _free.Push(id);
        }
    }

    /// <inheritdoc/>
    public bool Shares => true;

    /// <inheritdoc/>
    public int Capacity { get; }

    /// <inheritdoc/>
    public int Used => _tree.Count + _own;

    /// <summary>The tree, to be looked at.</summary>
    internal PrefixTree Tree => _tree;

    /// <inheritdoc/>
    public int Find(ReadOnlySpan<int> tokens) => Math.Max(_tree.Find(tokens[..^1]), _saved.Find(tokens[..^1], canBeCut: true).Length);

    /// <inheritdoc/>
    public bool HasRoom(ReadOnlySpan<int> tokens, int toLeave)
    {
        var found = _tree.Find(tokens[..^1], out var unlocked);
        return tokens.Length - found + toLeave <= Capacity - Used + _tree.Unlocked - unlocked;
    }

    /// <inheritdoc/>
    public Place Begin(ReadOnlySpan<int> tokens) => TakeBack(tokens) ?? Begin(_tree.Reach(tokens[..^1]));

    /// <inheritdoc/>
    public Place BeginAnew() => Begin(_tree.Root);

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

    private Place Begin(PrefixNode node)
    {
        _tree.Lock(node);
        var id = IdFor(node);
        if (node.Holder != id && node.End > 0)
        {
            _cells.Share(DonorOf(node), id, 0, node.End);
        }

        return _places[id] = new Place(id) { Cells = node.End, Shared = node.End, Node = node };
    }

    /// <inheritdoc/>
    public bool Grow(Place place, int cells)
    {
        if (Capacity - Used + _tree.Unlocked < cells)
        {
            return false;
        }

        MakeRoom(cells);
        place.Cells += cells;
        _own += cells;
        return true;
    }

    /// <inheritdoc/>
    public void Cut(Place place, int cells)
    {
        _cells.Remove(place.Id, cells, -1);
        _own -= place.Cells - cells;
        place.Cells = cells;
    }

    /// <inheritdoc/>
    public void Keep(Place place, ReadOnlySpan<int> tokens)
    {
        var node = _tree.Reach(tokens);
        if (node.End > place.Shared)
        {
            _cells.Remove(place.Id, place.Shared, node.End);
            _cells.Share(DonorOf(node), place.Id, place.Shared, node.End);
            _own -= node.End - place.Shared;
        }

        if (node.End < tokens.Length)
        {
            _own -= tokens.Length - node.End;
            node = _tree.Add(node, tokens[node.End..], place.Id, out var released);
            Released(released);
            _held[place.Id] = node;
        }

        _tree.Lock(node);
        Leave(place);
        place.Node = node;
        place.Shared = node.End;
        if (node is { IsLeaf: true, Holder: >= 0 } && _places[node.Holder] is null)
        {
            HandOver(node);
        }
    }

    /// <inheritdoc/>
    public void End(Place place, ReadOnlySpan<int> tokens)
    {
        if (tokens.Length > place.Shared)
        {
            Keep(place, tokens);
        }

        Leave(place);
        _places[place.Id] = null;
        if (_held[place.Id] is not { } leaf)
        {
            Free(place.Id);
        }
        else if (leaf.Locks > 0)
        {
            HandOver(leaf);
        }

        while (_tree.Unlocked > _most)
        {
            Evict(Math.Max(_tree.Unlocked - _most, Quantum));
        }
    }

    /// <inheritdoc/>
    public void Forget()
    {
        while (_tree.Oldest() is { } leaf)
        {
            Trim(leaf, leaf.Tokens.Length);
        }
    }

    private void Leave(Place place)
    {
        if (place.Node is { } node)
        {
            _tree.Unlock(node);
            place.Node = null;
        }
    }

    private void MakeRoom(int cells)
    {
        while (Capacity - Used < cells)
        {
            Evict(Math.Max(cells - (Capacity - Used), Quantum));
        }
    }

    private void Evict(int tokens)
    {
        var leaf = _tree.Oldest()!;
        Save(leaf);
        Trim(leaf, Math.Min(tokens, leaf.Tokens.Length));
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
        if (_saved.Covers(path))
        {
            return true;
        }

        if (_cells.StateBytes(leaf.Holder) > _saved.MostBytes)
        {
            return false;
        }

        _saved.Add(path, _cells.Save(leaf.Holder));
        return true;
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

    /// <summary>A leaf on which sequences stand that are computed needs no holder of its own: one of them holds it.</summary>
    private void HandOver(PrefixNode leaf)
    {
        foreach (var place in _places)
        {
            if (place is not null && place.Node == leaf && _held[place.Id] is null)
            {
                var before = leaf.Holder;
                leaf.Holder = place.Id;
                _held[place.Id] = leaf;
                Released(before);
                return;
            }
        }
    }

    /// <summary>A sequence number that the tree has no use for any more; one that is computed keeps it.</summary>
    private void Released(int id)
    {
        if (id < 0)
        {
            return;
        }

        _held[id] = null;
        if (_places[id] is null)
        {
            Free(id);
        }
    }

    private void Free(int id)
    {
        _cells.Remove(id, 0, -1);
        _free.Push(id);
    }

    /// <summary>A number for a sequence that stands on a node: the node's own holder where nobody else stands there, or a free one, for which the oldest leaves go.</summary>
    private int IdFor(PrefixNode node)
    {
        while (true)
        {
            if (node is { IsLeaf: true, Locks: 1, Holder: >= 0 })
            {
                return node.Holder;
            }

            if (_free.TryPop(out var free))
            {
                return free;
            }

            Evict(int.MaxValue);
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

    private static int DonorOf(PrefixNode node)
    {
        while (!node.IsLeaf)
        {
            foreach (var child in node.Children.Values)
            {
                node = child;
                break;
            }
        }

        return node.Holder;
    }
}
