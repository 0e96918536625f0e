namespace MySpinBot.Language;

/// <summary>Prefixes of a memory that can be cut at any token: a tree of everything computed. Where many sequences begin alike they stand on the same cells.</summary>
/// <remarks>
/// <para>Sequence numbers are few, so only leaves have one: it holds the cells of its whole path, and all that stands above it with them. A sequence that is computed has a number of its own and shares the cells of its path,
/// so nothing that is evicted can take a cell from it; locks only keep the count of what can be freed true.</para>
/// <para>What is remembered lies in the tree once. Where two sequences computed the same, the second takes the first one's cells and gives its own back.</para>
/// </remarks>
internal sealed partial class SharedPrefixes : IPrefixes
{
    /// <summary>What is forgotten at once at least, so that a full memory is not cut for each token.</summary>
    private const int Quantum = 64;

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
