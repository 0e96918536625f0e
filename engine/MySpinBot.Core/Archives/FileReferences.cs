using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Manifests;
using MySpinBot.Core.Sentences;
using MySpinBot.Core.Weights;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Archives;

/// <summary>A document whose files have other names now.</summary>
/// <param name="Document">The document.</param>
/// <param name="NamedInputs">The graph's named inputs that name files, and from which folder: <c>input</c>, or a kind of models.</param>
/// <param name="Found">The old names that stood in it.</param>
public sealed record Renaming(GraphDocument Document, IReadOnlyDictionary<string, string> NamedInputs, IReadOnlySet<string> Found);

/// <summary>Gives the files that a graph names other names. Only inputs that take files are touched, whether they are given a constant, a named input of the graph, or stand in a subgraph.</summary>
public static class FileReferences
{
    private const string SubgraphPrefix = "subgraph:";

    private static readonly ImmutableDictionary<string, ImmutableDictionary<string, string>> NoSubgraphs = ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty;

    /// <summary>Renames files.</summary>
    /// <param name="document">The document.</param>
    /// <param name="catalog">Says which inputs take files.</param>
    /// <param name="renamed">New names by old ones.</param>
    /// <param name="models">The same of models, by kind and old name.</param>
    public static Renaming Rename(GraphDocument document, Catalog catalog, IReadOnlyDictionary<string, string> renamed, IReadOnlyDictionary<(string Kind, string Name), string>? models = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(renamed);
        var found = new HashSet<string>(StringComparer.Ordinal);
        var (changed, named) = Rename(document, catalog, new NewNames(renamed, models), NoSubgraphs, found);
        return new Renaming(changed, named, found);
    }

    // Subgraphs in subgraphs are at most as deep as the reader lets them be.
    private static (GraphDocument Document, ImmutableDictionary<string, string> Named) Rename(
        GraphDocument graph, Catalog catalog, NewNames renamed, ImmutableDictionary<string, ImmutableDictionary<string, string>> known, HashSet<string> found)
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

        var named = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var nodes = graph.Nodes.Select(node => node with { Inputs = [.. node.Inputs.Select(input => FolderOf(node, input.Name, catalog, known) is { } folder ? Renamed(input, folder, renamed, named, found) : input)] }).ToImmutableArray();
        var inputs = graph.Inputs.Select(input => input.Default is { } value && named.TryGetValue(input.Name, out var folder) && renamed.Of(folder, value, found) is { } name ? input with { Default = name } : input).ToImmutableArray();
        return (graph with { Nodes = nodes, Inputs = inputs, Subgraphs = subgraphs.ToImmutable() }, named.ToImmutable());
    }

    /// <summary>The new name that a value stands for; null where it is none of the old ones.</summary>
    /// <param name="value">The value.</param>
    /// <param name="renamed">New names by old ones.</param>
    /// <param name="found">Told the old name.</param>
    /// <param name="folder">From which folder the file is: <c>input</c>, or a kind of models.</param>
    /// <param name="models">New names of models, by kind and old name.</param>
    public static JsonElement? NewName(
        JsonElement value, IReadOnlyDictionary<string, string> renamed, ISet<string> found, string folder = ManifestFile.InputKind, IReadOnlyDictionary<(string Kind, string Name), string>? models = null)
    {
        ArgumentNullException.ThrowIfNull(renamed);
        ArgumentNullException.ThrowIfNull(found);
        return new NewNames(renamed, models).Of(folder, value, found);
    }

    private static NodeInput Renamed(NodeInput input, string folder, NewNames renamed, ImmutableDictionary<string, string>.Builder named, HashSet<string> found)
    {
        switch (input.Value)
        {
            case ConstantValue constant when renamed.Of(folder, constant.Json, found) is { } name:
                return input with { Value = new ConstantValue(name) };
            case GraphInputValue given:
                named[given.Name] = folder;
                return input;
            default:
                return input;
        }
    }

    /// <summary>From which folder an input takes a file; null where it takes none.</summary>
    private static string? FolderOf(NodeEntry node, string input, Catalog catalog, ImmutableDictionary<string, ImmutableDictionary<string, string>> subgraphs)
    {
        if (node.ClassType.StartsWith(SubgraphPrefix, StringComparison.Ordinal))
        {
            return subgraphs.GetValueOrDefault(node.ClassType[SubgraphPrefix.Length..])?.GetValueOrDefault(input);
        }

        foreach (var descriptor in catalog.Find(node.ClassType)?.Descriptor.Inputs ?? [])
        {
            if (descriptor.Name == input)
            {
                return descriptor.Type.Split(',').Any(type => type.Trim() == SocketTypes.File) ? ModelKinds.IsKind(descriptor.FileFolder) ? descriptor.FileFolder : ManifestFile.InputKind : null;
            }
        }

        return null;
    }

    private sealed class NewNames(IReadOnlyDictionary<string, string> files, IReadOnlyDictionary<(string Kind, string Name), string>? models)
    {
        public JsonElement? Of(string folder, JsonElement value, ISet<string> found)
        {
            if (value.ValueKind != JsonValueKind.String || Shown.Text(value) is not { } old)
            {
                return null;
            }

            var name = ModelKinds.IsKind(folder) ? models?.GetValueOrDefault((folder, old)) : files.GetValueOrDefault(old);
            if (name is not null)
            {
                found.Add(old);
            }

            return name is null ? null : JsonSerializer.SerializeToElement(name);
        }
    }
}
