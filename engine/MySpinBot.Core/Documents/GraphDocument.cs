using System.Collections.Immutable;
using System.Text.Json;

namespace MySpinBot.Core.Documents;

/// <summary>A graph as it was written: what the editor saves, the API accepts and the command line runs. Nothing is checked yet but its form.
/// Order of nodes and inputs, and every field that is not known here, are kept.</summary>
public sealed record GraphDocument
{
    /// <summary>The version of the form that is written.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Nodes in the order they stand.</summary>
    public ImmutableArray<NodeEntry> Nodes { get; init; } = [];

    /// <summary>Named inputs of the whole graph.</summary>
    public ImmutableArray<GraphInput> Inputs { get; init; } = [];

    /// <summary>Ids of the nodes to make; empty for all output nodes.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>Subgraphs by name, used by nodes of type <c>subgraph:NAME</c>.</summary>
    public ImmutableArray<SubgraphDefinition> Subgraphs { get; init; } = [];

    /// <summary>Everything else (<c>groups</c>, <c>notes</c>, <c>layout</c>, fields of later versions), as it stood.</summary>
    public ImmutableArray<KeyValuePair<string, JsonElement>> Rest { get; init; } = [];
}

/// <summary>A node as it was written.</summary>
public sealed record NodeEntry
{
    /// <summary>Its id, unique in its graph.</summary>
    public required string Id { get; init; }

    /// <summary>Its type.</summary>
    public required string ClassType { get; init; }

    /// <summary>Version of the type that the inputs were written for; null for the current one.</summary>
    public int? Version { get; init; }

    /// <summary>Whether it runs.</summary>
    public NodeMode Mode { get; init; }

    /// <summary>A name for people.</summary>
    public string? Title { get; init; }

    /// <summary>Inputs in the order they stand.</summary>
    public ImmutableArray<NodeInput> Inputs { get; init; } = [];

    /// <summary>Fields that are not known here, as they stood.</summary>
    public ImmutableArray<KeyValuePair<string, JsonElement>> Rest { get; init; } = [];
}

/// <summary>Whether a node runs.</summary>
public enum NodeMode
{
    /// <summary>It runs.</summary>
    Normal,

    /// <summary>It is as if it were not there: links from it are dropped, and what needs one of them has a missing input.</summary>
    Muted,

    /// <summary>It does nothing: a link from one of its outputs goes through to the input at the same position if that type fits, else to the first of that type.</summary>
    Bypassed,
}

/// <summary>An input as it was written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What it is given.</param>
public sealed record NodeInput(string Name, InputValue Value);

/// <summary>What an input is given.</summary>
public abstract record InputValue;

/// <summary>A constant, as JSON.</summary>
/// <param name="Json">The constant.</param>
public sealed record ConstantValue(JsonElement Json) : InputValue;

/// <summary>A link from another node's output: <c>{"from": id, "output": name}</c> or <c>[id, position]</c>.</summary>
/// <param name="NodeId">The other node.</param>
/// <param name="Output">Name of the output; null where its position is given.</param>
/// <param name="Slot">Position of the output, from 0; the first where neither is given.</param>
public sealed record LinkValue(string NodeId, string? Output, int? Slot) : InputValue;

/// <summary>The value of a named input of the graph: <c>{"input": name}</c>.</summary>
/// <param name="Name">The graph's input.</param>
public sealed record GraphInputValue(string Name) : InputValue;

/// <summary>A secret by name: <c>{"secret": name}</c>.</summary>
/// <param name="Name">The name.</param>
public sealed record SecretValue(string Name) : InputValue;

/// <summary>A named input of a whole graph or subgraph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Socket type; null for any.</param>
/// <param name="Default">Its value where the caller gives none.</param>
/// <param name="Description">Help text.</param>
public sealed record GraphInput(string Name, string? Type = null, JsonElement? Default = null, string? Description = null)
{
    /// <summary>Fields that are not known here, as they stood.</summary>
    public ImmutableArray<KeyValuePair<string, JsonElement>> Rest { get; init; } = [];
}

/// <summary>A graph that is used as a node.</summary>
/// <param name="Name">Its name; nodes use it as <c>subgraph:NAME</c>.</param>
/// <param name="Graph">Its nodes and named inputs.</param>
/// <param name="Outputs">Its outputs by name.</param>
public sealed record SubgraphDefinition(string Name, GraphDocument Graph, ImmutableArray<SubgraphOutput> Outputs);

/// <summary>An output of a subgraph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Link">Where its value comes from, within the subgraph.</param>
public sealed record SubgraphOutput(string Name, LinkValue Link)
{
    /// <summary>Socket type; null for any. By it a bypassed node that uses the subgraph is passed through.</summary>
    public string? Type { get; init; }
}
