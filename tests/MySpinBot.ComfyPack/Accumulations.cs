namespace MySpinBot.ComfyPack;

/// <summary>Values that were gathered one after the other.</summary>
/// <param name="items">They.</param>
[Socket("ACCUMULATION")]
public sealed class Accumulation(IReadOnlyList<object?> items)
{
    /// <summary>They.</summary>
    public IReadOnlyList<object?> Items { get; } = items;
}

/// <summary>Nodes that gather values.</summary>
public static class Accumulations
{
    /// <summary>What is left of an accumulation, and the item that was taken.</summary>
    /// <param name="Rest">What is left.</param>
    /// <param name="Item">The item.</param>
    public sealed record Taken([Output(Name = "ACCUMULATION")] Accumulation? Rest, [Output(Name = "*")] object? Item);

    /// <summary>Adds a value.</summary>
    [Node("TestAccumulateNode", Title = "Accumulate", Category = "Testing/Lists")]
    public static Accumulation Add([Input(Name = "to_add")] object toAdd, Accumulation? accumulation = null) => new([.. accumulation?.Items ?? [], toAdd]);

    /// <summary>Takes the first.</summary>
    [Node("TestAccumulationHeadNode", Title = "Accumulation Head", Category = "Testing/Lists")]
    public static Taken Head(Accumulation accumulation)
        => accumulation.Items.Count > 0 ? new Taken(new Accumulation([.. accumulation.Items.Skip(1)]), accumulation.Items[0]) : new Taken(accumulation, null);

    /// <summary>Takes the last.</summary>
    [Node("TestAccumulationTailNode", Title = "Accumulation Tail", Category = "Testing/Lists")]
    public static Taken Tail(Accumulation accumulation)
        => accumulation.Items.Count > 0 ? new Taken(new Accumulation([.. accumulation.Items.SkipLast(1)]), accumulation.Items[^1]) : new Taken(null, accumulation);

    /// <summary>Gives its items as a list.</summary>
    [Node("TestAccumulationToListNode", Title = "Accumulation to List", Category = "Testing/Lists")]
    public static IReadOnlyList<object?> ToList(Accumulation accumulation) => accumulation.Items;

    /// <summary>Takes a whole list.</summary>
    [Node("TestListToAccumulationNode", Title = "List to Accumulation", Category = "Testing/Lists")]
    public static Accumulation OfList(IReadOnlyList<object?> list) => new(list);

    /// <summary>Says how many there are.</summary>
    [Node("TestAccumulationGetLengthNode", Title = "Accumulation Get Length", Category = "Testing/Lists")]
    public static long Length(Accumulation accumulation) => accumulation.Items.Count;

    /// <summary>Gives one of them; negative positions count from the end.</summary>
    [Node("TestAccumulationGetItemNode", Title = "Accumulation Get Item", Category = "Testing/Lists")]
    public static object? Item(Accumulation accumulation, [Input(Step = 1)] long index = 0) => accumulation.Items[Place(accumulation, index)];

    /// <summary>Changes one of them.</summary>
    [Node("TestAccumulationSetItemNode", Title = "Accumulation Set Item", Category = "Testing/Lists")]
    public static Accumulation WithItem(Accumulation accumulation, [Input(Step = 1)] long index, object value)
    {
        var items = accumulation.Items.ToArray();
        items[Place(accumulation, index)] = value;
        return new Accumulation(items);
    }

    private static int Place(Accumulation accumulation, long index)
    {
        var count = accumulation.Items.Count;
        return index >= -count && index < count
            ? (int)(index < 0 ? index + count : index)
            : throw new NodeFailure($"There is no item {index}: there are {count}.") { Input = "index" };
    }
}
