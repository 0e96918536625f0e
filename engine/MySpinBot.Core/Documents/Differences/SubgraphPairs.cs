using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Validation.Flattening;

namespace MySpinBot.Core.Documents.Differences;

/// <summary>Which subgraph of the earlier graph is which of the later: by name, and of the others by being the same.</summary>
internal sealed class SubgraphPairs
{
    private const string TypePrefix = SubgraphExpansion.TypePrefix;

    private readonly Dictionary<string, string> _now = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SubgraphDefinition> _was = new(StringComparer.Ordinal);
    private readonly SubgraphPairs? _outer;

    public SubgraphPairs(ImmutableArray<SubgraphDefinition> before, ImmutableArray<SubgraphDefinition> after, SubgraphPairs? outer)
    {
        _outer = outer;
        var were = before.DistinctBy(subgraph => subgraph.Name).ToDictionary(subgraph => subgraph.Name, StringComparer.Ordinal);
        foreach (var subgraph in after)
        {
            if (were.Remove(subgraph.Name, out var was))
            {
                Pair(was, subgraph);
            }
        }

        if (were.Count == 0)
        {
            return;
        }

        var gone = before.Where(subgraph => were.ContainsKey(subgraph.Name)).GroupBy(subgraph => NodeShape.Json(Json(subgraph))).ToDictionary(group => group.Key, group => new Queue<SubgraphDefinition>(group));
        foreach (var subgraph in after.Where(subgraph => !_was.ContainsKey(subgraph.Name)))
        {
            if (gone.TryGetValue(NodeShape.Json(Json(subgraph)), out var same) && same.TryDequeue(out var was))
            {
                Pair(was, subgraph);
            }
        }
    }

    /// <summary>The earlier subgraph that a later one was; null for a new one.</summary>
    public SubgraphDefinition? Before(string name) => _was.GetValueOrDefault(name);

    /// <summary>Whether an earlier subgraph is still there.</summary>
    public bool Remains(string name) => _now.ContainsKey(name);

    /// <summary>What a node type of the earlier graph is called now: another name only for subgraphs that were given one.</summary>
    public string TypeNow(string classType)
    {
        if (!classType.StartsWith(TypePrefix, StringComparison.Ordinal))
        {
            return classType;
        }

        var name = classType[TypePrefix.Length..];
        for (var scope = this; scope is not null; scope = scope._outer)
        {
            if (scope._now.TryGetValue(name, out var now))
            {
                return TypePrefix + now;
            }
        }

        return classType;
    }

    /// <summary>A subgraph as it stands in a document.</summary>
    public static JsonElement Json(SubgraphDefinition subgraph) => ChangeList.JsonObject(subgraph, GraphWriter.WriteSubgraph);

    private void Pair(SubgraphDefinition before, SubgraphDefinition after)
    {
        if (_was.TryAdd(after.Name, before))
        {
            _now[before.Name] = after.Name;
        }
    }
}
