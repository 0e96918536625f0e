namespace MySpinBot.Language;

/// <summary>A radix tree over sequences of tokens: what the model's memory holds, each prefix once (after RadixAttention, Zheng et al. 2023, "SGLang"). It knows stretches, locks and ages, and nothing of cells.</summary>
internal sealed class PrefixTree
{
    private readonly List<PrefixNode> _leaves = [];
    private long _time;

    /// <summary>Where every sequence begins.</summary>
    public PrefixNode Root { get; } = new();

    /// <summary>Tokens in all stretches together.</summary>
    public int Count { get; private set; }

    /// <summary>Tokens of stretches on which nothing stands that is being computed: those that may go.</summary>
    public int Unlocked { get; private set; }

    /// <summary>Grows with each step and each look: what ages are counted in.</summary>
    public long Now => _time;

    /// <summary>Ends of what is remembered.</summary>
    public IReadOnlyList<PrefixNode> Leaves => _leaves;

    /// <summary>How many of the first tokens are remembered. Nothing is changed.</summary>
    public int Find(ReadOnlySpan<int> tokens) => Walk(tokens, out _);

    /// <summary>How many of the first tokens are remembered, and how many of these may go now (which they may not once a sequence stands there).</summary>
    public int Find(ReadOnlySpan<int> tokens, out int unlocked)
    {
        var found = Walk(tokens, out var node);
        unlocked = 0;
        for (; node is { Parent: not null, Locks: 0 }; node = node.Parent)
        {
            unlocked += Math.Min(found, node.End) - node.Start;
        }

        return found;
    }

    /// <summary>The stretch that ends where what is remembered of these tokens does; one that only begins with them is split there. It counts as wanted now, with all above it.</summary>
    public PrefixNode Reach(ReadOnlySpan<int> tokens)
    {
        var found = Walk(tokens, out var node);
        if (found < node.End)
        {
            node = Split(node, found - node.Start);
        }

        _time++;
        for (var above = node; above is not null; above = above.Parent)
        {
            above.Used = _time;
        }

        return node;
    }

    /// <summary>Adds what follows a stretch. The sequence that held the stretch's end, if it was a leaf, is given back: the new one holds it now.</summary>
    /// <param name="node">A stretch that no child of begins with the same token.</param>
    /// <param name="tokens">What follows; one token at least. They are copied.</param>
    /// <param name="holder">The sequence that has all cells from the root on.</param>
    /// <param name="released">The sequence that need not hold anything now; -1 for none.</param>
    public PrefixNode Add(PrefixNode node, ReadOnlySpan<int> tokens, int holder, out int released)
    {
        released = node.Holder;
        if (node.IsLeaf && node.Parent is not null)
        {
            _leaves.Remove(node);
            node.Holder = -1;
        }

        var added = new PrefixNode(node, tokens.ToArray()) { Holder = holder, Used = ++_time };
        node.Children.Add(tokens[0], added);
        _leaves.Add(added);
        Count += tokens.Length;
        Unlocked += tokens.Length;
        return added;
    }

    /// <summary>A step goes by.</summary>
    public void Age() => _time++;

    /// <summary>All tokens from the root to the end of a stretch.</summary>
    public static int[] PathOf(PrefixNode node)
    {
        var path = new int[node.End];
        for (var above = node; above.Parent is not null; above = above.Parent)
        {
            above.Tokens.Span.CopyTo(path.AsSpan(above.Start));
        }

        return path;
    }

    /// <summary>A sequence that is computed stands on a stretch: it and all above stay.</summary>
    public void Lock(PrefixNode node)
    {
        for (var above = node; above.Parent is not null; above = above.Parent)
        {
            if (above.Locks++ == 0)
            {
                Unlocked -= above.Tokens.Length;
            }
        }
    }

    /// <summary>It stands there no more.</summary>
    public void Unlock(PrefixNode node)
    {
        for (var above = node; above.Parent is not null; above = above.Parent)
        {
            if (--above.Locks == 0)
            {
                Unlocked += above.Tokens.Length;
            }
        }
    }

    /// <summary>The leaf that may go and was wanted longest ago; null where none may.</summary>
    public PrefixNode? Oldest()
    {
        PrefixNode? oldest = null;
        foreach (var leaf in _leaves)
        {
            if (leaf.Locks == 0 && (oldest is null || leaf.Used < oldest.Used))
            {
                oldest = leaf;
            }
        }

        return oldest;
    }

    /// <summary>Forgets the last tokens of a leaf that may go. If all of them go, what stood above it is a leaf with its holder, unless others follow that or it is the root.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="tokens">How many tokens, from its end.</param>
    /// <param name="holder">The sequence that held it.</param>
    /// <returns>The leaf that the holder holds now; null where it holds nothing any more.</returns>
    public PrefixNode? Trim(PrefixNode leaf, int tokens, out int holder)
    {
        holder = leaf.Holder;
        Count -= tokens;
        Unlocked -= tokens;
        if (tokens < leaf.Tokens.Length)
        {
            leaf.Tokens = leaf.Tokens[..^tokens];
            leaf.End -= tokens;
            return leaf;
        }

        var above = leaf.Parent!;
        above.Children.Remove(leaf.Tokens.Span[0]);
        leaf.Parent = null;
        _leaves.Remove(leaf);
        if (above.Parent is null || !above.IsLeaf)
        {
            return null;
        }

        above.Holder = holder;
        _leaves.Add(above);
        return above;
    }

    private int Walk(ReadOnlySpan<int> tokens, out PrefixNode node)
    {
        node = Root;
        while (node.End < tokens.Length && node.Children.TryGetValue(tokens[node.End], out var child))
        {
            var common = tokens[node.End..].CommonPrefixLength(child.Tokens.Span);
            var found = node.End + common;
            node = child;
            if (found < child.End)
            {
                return found;
            }
        }

        return node.End;
    }

    /// <summary>The node keeps its end, its children, its holder and who stands on it; what comes before is a stretch of its own.</summary>
    private static PrefixNode Split(PrefixNode node, int at)
    {
        var above = node.Parent!;
        var first = new PrefixNode(above, node.Tokens[..at]) { Locks = node.Locks, Used = node.Used };
        above.Children[first.Tokens.Span[0]] = first;
        node.Parent = first;
        node.Tokens = node.Tokens[at..];
        first.Children.Add(node.Tokens.Span[0], node);
        return first;
    }
}
