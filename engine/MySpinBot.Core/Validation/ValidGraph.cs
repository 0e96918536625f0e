using System.Collections.Immutable;
using MySpinBot.Core.Catalogs;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Validation;

/// <summary>A graph that can run: flat (no subgraphs, reroutes, muted or bypassed nodes), every input bound and checked, no cycle.
/// Only the validator makes one; having one is the proof.</summary>
public sealed class ValidGraph
{
    internal ValidGraph(ImmutableArray<ValidNode> nodes, ImmutableArray<int> targets)
        => (Nodes, Targets) = (nodes, targets);

    /// <summary>Nodes in depth-first order from the targets: each stands after all that it links to (raw links excepted), and right behind
    /// what only it needs. Nodes that only raw links lead to, and what those need, come last;
    /// what no target needs at all is left out.</summary>
    public ImmutableArray<ValidNode> Nodes { get; }

    /// <summary>Positions of the nodes to make.</summary>
    public ImmutableArray<int> Targets { get; }
}

/// <summary>A node that can run.</summary>
public sealed record ValidNode
{
    /// <summary>Its id. A node inside a subgraph has the path: <c>outer:inner</c>.</summary>
    public required string Id { get; init; }

    /// <summary>A name for people.</summary>
    public string? Title { get; init; }

    /// <summary>Its type.</summary>
    public required CatalogEntry Type { get; init; }

    /// <summary>One binding for each input of the descriptor, in its order; defaults are filled in.</summary>
    public required ImmutableArray<Binding> Inputs { get; init; }

    /// <summary>Linked inputs that the descriptor does not declare; only where it takes them.</summary>
    public ImmutableArray<ExtraBinding> Extra { get; init; } = [];
}

/// <summary>An undeclared input.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Binding">Always a link.</param>
public readonly record struct ExtraBinding(string Name, Binding Binding);

/// <summary>What an input gets its value from.</summary>
public enum BindingKind
{
    /// <summary>Nothing: not given and no default.</summary>
    Missing,

    /// <summary>A constant: <see cref="Binding.Constant"/> is a long, double, bool, string or <see cref="System.Text.Json.JsonElement"/>, of the input's type.</summary>
    Constant,

    /// <summary>An output of another node.</summary>
    Link,

    /// <summary>The link itself, not its value.</summary>
    RawLink,

    /// <summary>A file: <see cref="Binding.Constant"/> is the path as it was written.</summary>
    File,

    /// <summary>A secret: <see cref="Binding.Constant"/> is its name.</summary>
    Secret,

    /// <summary>Filled in by the host when the call runs; the descriptor says with what.</summary>
    Hidden,

    /// <summary>A value that is known by its content id already; inside expansions only.</summary>
    Stored,
}

/// <summary>What an input gets its value from.</summary>
public readonly record struct Binding
{
    private Binding(BindingKind kind) => Kind = kind;

    /// <summary>Which of the ways.</summary>
    public BindingKind Kind { get; }

    /// <summary>The constant, path or name.</summary>
    public object? Constant { get; private init; }

    /// <summary>For links: position of the other node in <see cref="ValidGraph.Nodes"/>; inside expansions ~i for the i-th raw link that the expanding call was given.</summary>
    public int Source { get; private init; }

    /// <summary>For links: position of the output.</summary>
    public int Output { get; private init; }

    /// <summary>For a stored value: its id.</summary>
    public Results.ResultValue Value { get; private init; }

    /// <summary>Nothing.</summary>
    public static Binding Missing { get; } = new(BindingKind.Missing);

    /// <summary>Filled in by the host.</summary>
    public static Binding Hidden { get; } = new(BindingKind.Hidden);

    /// <summary>A constant.</summary>
    public static Binding OfConstant(object value) => new(BindingKind.Constant) { Constant = value };

    /// <summary>A file by its path.</summary>
    public static Binding OfFile(string path) => new(BindingKind.File) { Constant = path };

    /// <summary>A secret by its name.</summary>
    public static Binding OfSecret(string name) => new(BindingKind.Secret) { Constant = name };

    /// <summary>A link.</summary>
    public static Binding OfLink(int source, int output) => new(BindingKind.Link) { Source = source, Output = output };

    /// <summary>The link itself.</summary>
    public static Binding OfRawLink(int source, int output) => new(BindingKind.RawLink) { Source = source, Output = output };

    /// <summary>A stored value.</summary>
    public static Binding OfStored(Results.ResultValue value) => new(BindingKind.Stored) { Value = value };
}
