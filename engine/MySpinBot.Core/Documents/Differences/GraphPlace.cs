using System.Collections.Immutable;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Core.Documents.Differences;

/// <summary>Which graph of a document is compared: the whole, or a subgraph.</summary>
/// <param name="Path">The path to it.</param>
/// <param name="Prefix">What sentences about its parts begin with.</param>
/// <param name="Name">What it is called in sentences about itself.</param>
internal sealed record GraphPlace(ImmutableArray<string> Path, string Prefix, string Name)
{
    /// <summary>The document itself.</summary>
    public static GraphPlace Whole { get; } = new([], "", "the graph");

    /// <summary>A subgraph of it.</summary>
    public GraphPlace Subgraph(string name) => new([.. Path, "subgraphs", name], $"{Prefix}subgraph {Shown.Name(name)}: ", $"{Prefix}subgraph {Shown.Name(name)}");

    /// <summary>The path to a part.</summary>
    public ImmutableArray<string> To(params ReadOnlySpan<string> parts) => [.. Path, .. parts];

    /// <summary>What a node is called.</summary>
    public string Node(NodeEntry node)
        => node.Title is { Length: > 0 } title && title != node.Id && title != node.ClassType
            ? $"{Prefix}{Shown.Plain(node.Id)} \"{Shown.Plain(title)}\" ({Shown.Plain(node.ClassType)})"
            : $"{Prefix}{Shown.Plain(node.Id)} ({Shown.Plain(node.ClassType)})";
}
