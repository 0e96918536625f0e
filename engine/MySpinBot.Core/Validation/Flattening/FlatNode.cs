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

/// <summary>The document, or one use of a subgraph: what ids and names of inputs mean in it.</summary>
internal sealed class Frame
{
    public required GraphDocument Graph { get; init; }

    /// <summary>Put before the ids of its nodes: empty, or <c>outer:</c>.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The node that uses the subgraph; null for the document.</summary>
    public FlatNode? User { get; init; }

    /// <summary>The subgraph; null for the document.</summary>
    public SubgraphDefinition? Definition { get; init; }

    /// <summary>Definitions by name that are seen here: this graph's own, then those around its definition.</summary>
    public required Scope Scope { get; init; }

    public Dictionary<string, FlatNode> Nodes { get; } = new(StringComparer.Ordinal);

    public int Depth => User is null ? 0 : User.Frame.Depth + 1;
}

/// <summary>Where subgraphs are looked up by name.</summary>
internal sealed record Scope(GraphDocument Graph, Scope? Around)
{
    public IEnumerable<string> Names
    {
        get
        {
            for (var scope = this; scope is not null; scope = scope.Around)
            {
                foreach (var subgraph in scope.Graph.Subgraphs)
                {
                    yield return subgraph.Name;
                }
            }
        }
    }

    /// <summary>The definition of this name and the scope that it stands in.</summary>
    public (SubgraphDefinition Definition, Scope In)? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Around)
        {
            foreach (var subgraph in scope.Graph.Subgraphs)
            {
                if (subgraph.Name == name)
                {
                    return (subgraph, scope);
                }
            }
        }

        return null;
    }
}
