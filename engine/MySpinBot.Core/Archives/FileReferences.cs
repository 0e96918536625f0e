using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Archives;

/// <summary>A document whose files have other names now.</summary>
/// <param name="Document">The document.</param>
/// <param name="NamedInputs">The graph's named inputs that name files.</param>
/// <param name="Found">The old names that stood in it.</param>
public sealed record Renaming(GraphDocument Document, IReadOnlySet<string> NamedInputs, IReadOnlySet<string> Found);

/// <summary>Gives the files that a graph names other names. Only inputs that take files are touched, whether they are given a constant, a named input of the graph, or stand in a subgraph.</summary>
public static class FileReferences
{
    private const string SubgraphPrefix = "subgraph:";

    private static readonly ImmutableDictionary<string, ImmutableHashSet<string>> NoSubgraphs = ImmutableDictionary<string, ImmutableHashSet<string>>.Empty;

    /// <summary>Renames files.</summary>
    /// <param name="document">The document.</param>
    /// <param name="catalog">Says which inputs take files.</param>
    /// <param name="renamed">New names by old ones.</param>
    public static Renaming Rename(GraphDocument document, Catalog catalog, IReadOnlyDictionary<string, string> renamed)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(renamed);
        var found = new HashSet<string>(StringComparer.Ordinal);
        var (changed, named) = Rename(document, catalog, renamed, NoSubgraphs, found);
        return new Renaming(changed, named, found);
    }

    // Subgraphs in subgraphs are at most as deep as the reader lets them be.
    private static (GraphDocument Document, ImmutableHashSet<string> Named) Rename(
        GraphDocument graph, Catalog catalog, IReadOnlyDictionary<string, string> renamed, ImmutableDictionary<string, ImmutableHashSet<string>> known, HashSet<string> found)
    {
        var subgraphs = ImmutableArray.CreateBuilder<SubgraphDefinition>(graph.Subgraphs.Length);

        // One may use another that stands further on, so the names are gathered until no more are found.
        for (var (before, round) = (-1, 0); before != known.Values.Sum(names => names.Count) && round <= graph.Subgraphs.Length; round++)
        {
            before = known.Values.Sum(names => names.Count);
            subgraphs.Clear();
            foreach (var subgraph in graph.Subgraphs)
            {
                var (inner, names) = Rename(subgraph.Graph, catalog, renamed, known, found);
                subgraphs.Add(subgraph with { Graph = inner });
                known = known.SetItem(subgraph.Name, names);
            }
        }

        var named = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var nodes = graph.Nodes.Select(node => node with { Inputs = [.. node.Inputs.Select(input => TakesFile(node, input.Name, catalog, known) ? Renamed(input, renamed, named, found) : input)] }).ToImmutableArray();
        var inputs = graph.Inputs.Select(input => input.Default is { } value && named.Contains(input.Name) && NewName(value, renamed, found) is { } name ? input with { Default = name } : input).ToImmutableArray();
        return (graph with { Nodes = nodes, Inputs = inputs, Subgraphs = subgraphs.ToImmutable() }, named.ToImmutable());
    }

    /// <summary>The new name that a value stands for; null where it is none of the old ones.</summary>
    /// <param name="value">The value.</param>
    /// <param name="renamed">New names by old ones.</param>
    /// <param name="found">Told the old name.</param>
    public static JsonElement? NewName(JsonElement value, IReadOnlyDictionary<string, string> renamed, ISet<string> found)
    {
        ArgumentNullException.ThrowIfNull(renamed);
        ArgumentNullException.ThrowIfNull(found);
        if (value.ValueKind != JsonValueKind.String || Shown.Text(value) is not { } old || !renamed.TryGetValue(old, out var name))
        {
            return null;
        }

        found.Add(old);
        return JsonSerializer.SerializeToElement(name);
    }

    private static NodeInput Renamed(NodeInput input, IReadOnlyDictionary<string, string> renamed, ImmutableHashSet<string>.Builder named, HashSet<string> found)
    {
        switch (input.Value)
        {
            case ConstantValue constant when NewName(constant.Json, renamed, found) is { } name:
                return input with { Value = new ConstantValue(name) };
            case GraphInputValue given:
                named.Add(given.Name);
                return input;
            default:
                return input;
        }
    }

    private static bool TakesFile(NodeEntry node, string input, Catalog catalog, ImmutableDictionary<string, ImmutableHashSet<string>> subgraphs)
    {
        if (node.ClassType.StartsWith(SubgraphPrefix, StringComparison.Ordinal))
        {
            return subgraphs.GetValueOrDefault(node.ClassType[SubgraphPrefix.Length..])?.Contains(input) == true;
        }

        foreach (var descriptor in catalog.Find(node.ClassType)?.Descriptor.Inputs ?? [])
        {
            if (descriptor.Name == input)
            {
                return descriptor.Type.Split(',').Any(type => type.Trim() == SocketTypes.File);
            }
        }

        return false;
    }
}
