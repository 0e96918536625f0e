namespace MySpinBot.Language;

/// <summary>A stretch of tokens in the tree of what is remembered.</summary>
internal sealed class PrefixNode
{
    /// <summary>The root: no tokens.</summary>
    public PrefixNode()
    {
    }

    /// <summary>A stretch that follows another.</summary>
    public PrefixNode(PrefixNode parent, ReadOnlyMemory<int> tokens)
    {
        Parent = parent;
        Tokens = tokens;
        End = parent.End + tokens.Length;
    }

    /// <summary>What it follows; null for the root.</summary>
    public PrefixNode? Parent { get; set; }

    /// <summary>Its tokens; one at least, but for the root.</summary>
    public ReadOnlyMemory<int> Tokens { get; set; }

    /// <summary>Tokens from the root to its end.</summary>
    public int End { get; set; }

    /// <summary>Where its tokens begin.</summary>
    public int Start => End - Tokens.Length;

    /// <summary>What follows it, by the first token.</summary>
    public Dictionary<int, PrefixNode> Children { get; } = [];

    /// <summary>The sequence that has the cells from the root to its end: leaves have one, what stands above them is held by theirs.</summary>
    public int Holder { get; set; } = -1;

    /// <summary>How many sequences that are being computed stand on it or below it.</summary>
    public int Locks { get; set; }

    /// <summary>When it was last wanted.</summary>
    public long Used { get; set; }

    /// <summary>Whether nothing follows it.</summary>
    public bool IsLeaf => Children.Count == 0;
}
