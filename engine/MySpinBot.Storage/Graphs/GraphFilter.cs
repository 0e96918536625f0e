using System.Collections.Immutable;

namespace MySpinBot.Storage.Graphs;

/// <summary>Which graphs a list has, and in which order.</summary>
public sealed record GraphFilter
{
    /// <summary>Whose.</summary>
    public required string Owner { get; init; }

    /// <summary>Only those that have each of these in name, description, tags or node types, capitals or not.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>Only those with all of these tags.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Only those that use all of these node types.</summary>
    public ImmutableArray<string> NodeTypes { get; init; } = [];

    /// <summary>Only templates, or only others; null for both.</summary>
    public bool? IsTemplate { get; init; }

    /// <summary>Those in the bin, instead of those that are not.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>The order.</summary>
    public GraphOrder Order { get; init; }

    /// <summary>Whether the last of the order comes first.</summary>
    public bool Descending { get; init; }

    /// <summary>Where the page before ended; null for the first.</summary>
    public GraphPlace? After { get; init; }

    /// <summary>The most that are given.</summary>
    public int Most { get; init; } = 100;
}

/// <summary>A graph's place in a list: what the list is ordered by, and the graph's sequence.</summary>
/// <param name="Name">Its name, where that is the order.</param>
/// <param name="Milliseconds">When it changed, where that is the order.</param>
/// <param name="Sequence">Its sequence.</param>
public sealed record GraphPlace(string Name, long Milliseconds, long Sequence);

/// <summary>What a list is ordered by.</summary>
public enum GraphOrder
{
    /// <summary>When they changed last.</summary>
    Changed,

    /// <summary>When they were made.</summary>
    Created,

    /// <summary>Their names; capitals (of A to Z) do not matter.</summary>
    Name,
}
