using System.Collections.Immutable;

namespace MySpinBot.Storage.Graphs;

/// <summary>What is known of a graph that somebody keeps here.</summary>
public sealed record StoredGraph
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its place in the order in which graphs were made, from 1; never used twice.</summary>
    public required long Sequence { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Owner { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>Words it is sorted under.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Whether it is one to begin others with.</summary>
    public bool IsTemplate { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its document, name, description or tags changed last.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>When it was put into the bin; null where it was not.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Its latest revision.</summary>
    public required GraphRevision Head { get; init; }
}

/// <summary>What is known of one state of a graph. It never changes, but for what people write on it.</summary>
public sealed record GraphRevision
{
    /// <summary>Its number in its graph, from 1, without gaps.</summary>
    public required long Number { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Who made it: the owner's client as it calls itself; null where it did not say.</summary>
    public string? Client { get; init; }

    /// <summary>How it came about.</summary>
    public required RevisionKind Kind { get; init; }

    /// <summary>A name for this state.</summary>
    public string? Label { get; init; }

    /// <summary>What people should know of it.</summary>
    public string? Note { get; init; }

    /// <summary>The revision whose document it has again; null where it was not restored.</summary>
    public long? RestoredFrom { get; init; }

    /// <summary>How many nodes it has, those of subgraphs included.</summary>
    public required int Nodes { get; init; }

    /// <summary>How long its document is, in bytes.</summary>
    public required int Length { get; init; }

    /// <summary>SHA-256 of its document.</summary>
    internal byte[] Digest { get; init; } = [];
}

/// <summary>How a revision came about.</summary>
public enum RevisionKind
{
    /// <summary>With the graph.</summary>
    Created,

    /// <summary>Somebody saved it.</summary>
    Saved,

    /// <summary>A program saved it by itself.</summary>
    Autosaved,

    /// <summary>An earlier one was taken back.</summary>
    Restored,
}

/// <summary>A document to be stored, and what lists and searches need to know of it.</summary>
/// <param name="Bytes">The document, always written in the same way, so that the same document is the same bytes.</param>
/// <param name="NodeTypes">The types of its nodes, each once.</param>
/// <param name="Nodes">How many nodes it has.</param>
public sealed record GraphContent(ReadOnlyMemory<byte> Bytes, ImmutableArray<string> NodeTypes, int Nodes);

/// <summary>How a revision comes about.</summary>
/// <param name="Kind">How.</param>
/// <param name="Client">What the client calls itself; null where it does not.</param>
/// <param name="Label">A name for it.</param>
/// <param name="Note">What people should know.</param>
/// <param name="RestoredFrom">The revision whose document it has again.</param>
public sealed record RevisionStory(RevisionKind Kind, string? Client = null, string? Label = null, string? Note = null, long? RestoredFrom = null);

/// <summary>What is to be different of a graph beside its document. What is null stays.</summary>
public sealed record GraphAbout
{
    /// <summary>Another name.</summary>
    public string? Name { get; init; }

    /// <summary>Another description.</summary>
    public string? Description { get; init; }

    /// <summary>Other tags.</summary>
    public ImmutableArray<string>? Tags { get; init; }

    /// <summary>Whether it is one to begin others with.</summary>
    public bool? IsTemplate { get; init; }

    /// <summary>Whether it is in the bin.</summary>
    public bool? IsDeleted { get; init; }
}

/// <summary>What became of a revision that was handed in.</summary>
/// <param name="Outcome">Which.</param>
/// <param name="Graph">The graph as it is now; null where there is none.</param>
public sealed record RevisionResult(RevisionOutcome Outcome, StoredGraph? Graph);

/// <summary>What became of a revision that was handed in.</summary>
public enum RevisionOutcome
{
    /// <summary>It is the graph's latest now, and on disk.</summary>
    Stored,

    /// <summary>It is what the graph's latest revision is already.</summary>
    Same,

    /// <summary>The graph has another revision than the one that this was made from.</summary>
    Changed,

    /// <summary>The graph is in the bin.</summary>
    Deleted,

    /// <summary>There is no such graph.</summary>
    Missing,
}
