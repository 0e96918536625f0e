namespace MySpinBot.Nodes.Basics.Lists;

/// <summary>What to do about lists of different lengths.</summary>
public enum UnequalLengths
{
    /// <summary>Stop with the shorter.</summary>
    [Choice("shortest")]
    Shortest,

    /// <summary>Repeat the shorter one's last element, as nodes do that take one element at a time.</summary>
    [Choice("repeat last")]
    RepeatLast,

    /// <summary>Begin the shorter one again.</summary>
    [Choice("cycle")]
    Cycle,

    /// <summary>Fail.</summary>
    [Choice("fail")]
    Fail,
}

/// <summary>Two lists side by side.</summary>
public static class PairingNodes
{
    /// <summary>Brings two lists to one length, so that what follows runs once for each pair.</summary>
    /// <param name="a">First list.</param>
    /// <param name="b">Second list.</param>
    /// <param name="lengths">What to do where one is shorter.</param>
    /// <returns>a: The element of the first list, for each pair; b: The element of the second, for each pair.</returns>
    [Node("ListZip", Category = "basics/list", Search = "pairs, side by side, parallel")]
    public static (IReadOnlyList<object> A, IReadOnlyList<object> B) Zip(
        [Input(SocketOnly = true)] IReadOnlyList<object> a, [Input(SocketOnly = true)] IReadOnlyList<object> b, UnequalLengths lengths = UnequalLengths.Shortest)
    {
        if (lengths == UnequalLengths.Fail && a.Count != b.Count)
        {
            throw Failures.At("b", $"Input 'a' has {a.Count} elements and 'b' {b.Count}; they should have the same number, or 'lengths' say what to do.");
        }

        var length = lengths == UnequalLengths.Shortest || a.Count == 0 || b.Count == 0 ? Math.Min(a.Count, b.Count) : Math.Max(a.Count, b.Count);
        return (Stretch(a, length, lengths), Stretch(b, length, lengths));
    }

    /// <summary>Pairs every element of one list with every element of another, so that what follows runs once for each pair.</summary>
    /// <param name="a">First list; it changes slowest.</param>
    /// <param name="b">Second list.</param>
    /// <returns>a: The element of the first list, for each pair; b: The element of the second, for each pair.</returns>
    [Node("ListProduct", Category = "basics/list", Search = "combinations, cross product, grid, xy plot")]
    public static (IReadOnlyList<object> A, IReadOnlyList<object> B) Product([Input(SocketOnly = true)] IReadOnlyList<object> a, [Input(SocketOnly = true)] IReadOnlyList<object> b)
    {
        Limits.PromisedList((long)a.Count * b.Count, "b");
        return ([.. a.SelectMany(item => Enumerable.Repeat(item, b.Count))], [.. Enumerable.Repeat(b, a.Count).SelectMany(list => list)]);
    }

    private static IReadOnlyList<object> Stretch(IReadOnlyList<object> list, int length, UnequalLengths lengths)
        => [.. Enumerable.Range(0, length).Select(i => list[lengths == UnequalLengths.Cycle ? i % list.Count : Math.Min(i, list.Count - 1)])];
}
