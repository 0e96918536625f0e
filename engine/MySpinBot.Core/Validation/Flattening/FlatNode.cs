using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;

namespace MySpinBot.Core.Validation.Flattening;

/// <summary>What becomes of a node in the flat graph.</summary>
internal enum NodeRole
{
    /// <summary>It stays.</summary>
    Real,

    /// <summary>Links go through it to its one input.</summary>
    Reroute,

    /// <summary>Links from it are dropped.</summary>
    Muted,

    /// <summary>Links go through it by type.</summary>
    Bypassed,

    /// <summary>The nodes of its subgraph take its place.</summary>
    Subgraph,

    /// <summary>It is faulty, and reported already.</summary>
    Broken,
}

/// <summary>A node of the document or of a subgraph in use, with its whole id.</summary>
internal sealed class FlatNode
{
    public required string Id { get; init; }

    public required NodeEntry Entry { get; init; }

    public required Frame Frame { get; init; }

    public required NodeRole Role { get; init; }

    public CatalogEntry? Type { get; init; }

    /// <summary>For a subgraph in use its inside.</summary>
    public Frame? Inside { get; set; }

    /// <summary>Position among the nodes that stay; -1 for the others.</summary>
    public int Position { get; set; } = -1;
}
