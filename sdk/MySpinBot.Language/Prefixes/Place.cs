namespace MySpinBot.Language;

/// <summary>Where a sequence that is being computed stands in the model's memory.</summary>
/// <param name="id">Its number in the model's memory.</param>
internal sealed class Place(int id)
{
    /// <summary>Its number in the model's memory.</summary>
    public int Id { get; } = id;

    /// <summary>How many of its tokens have cells.</summary>
    public int Cells { get; set; }

    /// <summary>How many of these stand in the tree: their cells are everybody's. The others are its own.</summary>
    public int Shared { get; set; }

    /// <summary>The end of what it shares; null for the root.</summary>
    public PrefixNode? Node { get; set; }
}
