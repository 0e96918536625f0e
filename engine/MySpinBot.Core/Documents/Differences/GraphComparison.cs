using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Core.Documents.Differences;

/// <summary>Compares two graphs: whole documents, or subgraphs of them.</summary>
internal sealed class GraphComparison
{
    private const string Layout = "layout";

    private readonly GraphDocument _before;
    private readonly GraphDocument _after;
    private readonly GraphPlace _place;
    private readonly ChangeList _changes;
    private readonly SubgraphPairs _subgraphs;
    private readonly NodePairs _nodes;

    public GraphComparison(GraphDocument before, GraphDocument after, GraphPlace place, ChangeList changes, SubgraphPairs? outer = null)
    {
        (_before, _after, _place, _changes) = (before, after, place, changes);
        _subgraphs = new SubgraphPairs(before.Subgraphs, after.Subgraphs, outer);
        _nodes = new NodePairs(before.Nodes, after.Nodes, _subgraphs.TypeNow);
    }

    public void Compare()
    {
        CompareNodes();
        CompareInputs();
        CompareTargets();
        CompareSubgraphs();
        CompareRest();
    }

    /// <summary>Compares the outputs of a subgraph, by name.</summary>
    public void CompareOutputs(ImmutableArray<SubgraphOutput> before, ImmutableArray<SubgraphOutput> after)
    {
        var were = ByName(before, output => output.Name);
        foreach (var output in after)
        {
            if (!were.Remove(output.Name, out var was) || was.Type != output.Type || !_nodes.AreSame(was.Link, output.Link))
            {
                AddOutput(output.Name, was, output);
            }
        }

        foreach (var gone in before.Where(output => were.ContainsKey(output.Name)))
        {
            AddOutput(gone.Name, gone, null);
        }
    }

    private void AddOutput(string name, SubgraphOutput? before, SubgraphOutput? after)
        => _changes.AddValue(_place.To("outputs", name), $"{_place.Name}, output", OutputJson(before), OutputJson(after), Words(before), Words(after));

    private void CompareNodes()
    {
        foreach (var node in _after.Nodes)
        {
            if (_nodes.Before(node.Id) is { } was)
            {
                new NodeComparison(was, node, _nodes, _subgraphs, _place, _changes).Compare();
            }
            else
            {
                _changes.Add(GraphChangeKind.Added, _place.To("nodes", node.Id), $"{_place.Node(node)} is new", null, ChangeList.JsonObject(node, GraphWriter.WriteNode));
            }
        }

        foreach (var gone in _before.Nodes.Where(node => !_nodes.Remains(node.Id)))
        {
            _changes.Add(GraphChangeKind.Removed, _place.To("nodes", gone.Id), $"{_place.Node(gone)} is gone", ChangeList.JsonObject(gone, GraphWriter.WriteNode), null);
        }
    }

    private void CompareInputs()
    {
        var were = ByName(_before.Inputs, input => input.Name);
        foreach (var input in _after.Inputs)
        {
            var owner = $"{_place.Prefix}input {Shown.Name(input.Name)}";
            var path = _place.To("inputs", input.Name);
            if (!were.Remove(input.Name, out var was))
            {
                _changes.Add(GraphChangeKind.Added, path, $"{owner} is new", null, ChangeList.JsonObject(input, GraphWriter.WriteGraphInput));
                continue;
            }

            var fields = new FieldComparison(_changes, path, owner);
            fields.Compare("type", ChangeList.Json(was.Type), ChangeList.Json(input.Type));
            fields.Compare("default", was.Default, input.Default);
            fields.Compare("description", ChangeList.Json(was.Description), ChangeList.Json(input.Description));
            fields.Compare(was.Rest, input.Rest);
        }

        foreach (var gone in _before.Inputs.Where(input => were.ContainsKey(input.Name)))
        {
            _changes.Add(GraphChangeKind.Removed, _place.To("inputs", gone.Name), $"{_place.Prefix}input {Shown.Name(gone.Name)} is gone", ChangeList.JsonObject(gone, GraphWriter.WriteGraphInput), null);
        }
    }

    private void CompareTargets()
    {
        var were = _before.Targets.Select(_nodes.Now).ToHashSet(StringComparer.Ordinal);
        var are = _after.Targets.ToHashSet(StringComparer.Ordinal);
        foreach (var target in _after.Targets.Distinct().Where(target => !were.Contains(target)))
        {
            _changes.Add(GraphChangeKind.Added, _place.To("targets", target), $"{_place.Prefix}target {Shown.Name(target)} is new", null, ChangeList.Json(target));
        }

        foreach (var target in _before.Targets.Distinct().Where(target => !are.Contains(_nodes.Now(target))))
        {
            _changes.Add(GraphChangeKind.Removed, _place.To("targets", target), $"{_place.Prefix}target {Shown.Name(target)} is gone", ChangeList.Json(target), null);
        }
    }

    // Subgraphs in subgraphs are at most as deep as the reader lets them be.
    private void CompareSubgraphs()
    {
        foreach (var subgraph in _after.Subgraphs)
        {
            var place = _place.Subgraph(subgraph.Name);
            if (_subgraphs.Before(subgraph.Name) is not { } was)
            {
                _changes.Add(GraphChangeKind.Added, place.Path, $"{place.Name} is new", null, SubgraphPairs.Json(subgraph));
                continue;
            }

            if (was.Name != subgraph.Name)
            {
                _changes.Add(GraphChangeKind.Renamed, place.Path, $"{_place.Prefix}subgraph {Shown.Name(was.Name)} is now called {Shown.Name(subgraph.Name)}", ChangeList.Json(was.Name), ChangeList.Json(subgraph.Name));
            }

            var inner = new GraphComparison(was.Graph, subgraph.Graph, place, _changes, _subgraphs);
            inner.Compare();
            inner.CompareOutputs(was.Outputs, subgraph.Outputs);
        }

        foreach (var gone in _before.Subgraphs.Where(subgraph => !_subgraphs.Remains(subgraph.Name)))
        {
            var place = _place.Subgraph(gone.Name);
            _changes.Add(GraphChangeKind.Removed, place.Path, $"{place.Name} is gone", SubgraphPairs.Json(gone), null);
        }
    }

    private void CompareRest()
    {
        var fields = new FieldComparison(_changes, _place.Path, _place.Name);
        fields.Compare([.. _before.Rest.Where(field => field.Key != Layout)], [.. _after.Rest.Where(field => field.Key != Layout)]);
        CompareLayout(Field(_before.Rest, Layout), Field(_after.Rest, Layout));
    }

    // Where a node stands that came or went is a part of its coming and going.
    private void CompareLayout(JsonElement? before, JsonElement? after)
    {
        if (before is not { ValueKind: JsonValueKind.Object } was || after is not { ValueKind: JsonValueKind.Object } now)
        {
            new FieldComparison(_changes, _place.Path, _place.Name).Compare(Layout, before, after);
            return;
        }

        var places = was.EnumerateObject().DistinctBy(entry => _nodes.Now(entry.Name)).ToDictionary(entry => _nodes.Now(entry.Name), entry => entry.Value, StringComparer.Ordinal);
        var there = _after.Nodes.DistinctBy(node => node.Id).ToDictionary(node => node.Id, StringComparer.Ordinal);
        foreach (var entry in now.EnumerateObject())
        {
            var stood = places.Remove(entry.Name, out var place) ? place : (JsonElement?)null;
            if (stood is null && there.ContainsKey(entry.Name) && _nodes.Before(entry.Name) is null)
            {
                continue;
            }

            AddMove(entry.Name, there.GetValueOrDefault(entry.Name), stood, entry.Value);
        }

        var left = _before.Nodes.Where(node => !_nodes.Remains(node.Id)).Select(node => node.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (id, place) in places.Where(place => !left.Contains(place.Key)))
        {
            AddMove(id, there.GetValueOrDefault(id), place, null);
        }
    }

    private void AddMove(string id, NodeEntry? node, JsonElement? before, JsonElement? after)
    {
        if (before is null || after is null || !JsonElement.DeepEquals(before.Value, after.Value))
        {
            var who = node is null ? _place.Prefix + Shown.Plain(id) : _place.Node(node);
            _changes.Add(GraphChangeKind.Moved, _place.To(Layout, id), $"{who} stands elsewhere", before, after);
        }
    }

    private static JsonElement? Field(ImmutableArray<KeyValuePair<string, JsonElement>> fields, string name)
    {
        foreach (var field in fields)
        {
            if (field.Key == name)
            {
                return field.Value;
            }
        }

        return null;
    }

    private static Dictionary<string, T> ByName<T>(ImmutableArray<T> items, Func<T, string> name) => items.DistinctBy(name).ToDictionary(name, StringComparer.Ordinal);

    private static JsonElement? OutputJson(SubgraphOutput? output) => output is null ? null : ChangeList.JsonObject(output, GraphWriter.WriteOutput);

    private static string Words(SubgraphOutput? output) => output is null ? "nothing" : ChangeWords.Link(output.Link) + (output.Type is { } type ? $" ({Shown.Plain(type)})" : "");
}
