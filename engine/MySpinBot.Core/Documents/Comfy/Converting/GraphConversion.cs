using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Documents.Comfy.Form;
using MySpinBot.Core.Sentences;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Documents.Comfy.Converting;

/// <summary>Makes one graph of ours of one of the front end's: the document, or the inside of a subgraph.</summary>
internal sealed class GraphConversion
{
    private readonly Conversion _conversion;
    private readonly GraphPlan _plan;
    private readonly Sources _sources;
    private readonly Canvas _canvas;
    private readonly ImmutableArray<NodeEntry>.Builder _nodes;

    private GraphConversion(Conversion conversion, GraphPlan plan)
    {
        (_conversion, _plan) = (conversion, plan);
        _sources = new Sources(conversion, plan);
        _canvas = new Canvas(plan);
        _nodes = ImmutableArray.CreateBuilder<NodeEntry>(plan.Graph.Nodes.Count);
    }

    /// <summary>The document's graph, without the subgraphs.</summary>
    public static GraphDocument Of(Conversion conversion, GraphPlan plan) => new GraphConversion(conversion, plan).Convert();

    /// <summary>A subgraph.</summary>
    public static SubgraphDefinition Subgraph(Conversion conversion, GraphPlan plan)
    {
        var inside = new GraphConversion(conversion, plan);
        var outputs = inside.Outputs(plan.Source!);
        return new SubgraphDefinition(plan.Name, inside.Convert(), outputs);
    }

    private GraphDocument Convert()
    {
        foreach (var node in _plan.Graph.Nodes)
        {
            if (EntryOf(node) is { } entry)
            {
                _nodes.Add(entry);
                _canvas.Place(node);
            }
        }

        return new GraphDocument
        {
            Nodes = _nodes.ToImmutable(),
            Inputs = [.. _plan.Inputs.Select(InputOf)],
            Rest = _canvas.Rest(),
        };
    }

    private GraphInput InputOf(PlannedInput planned)
    {
        var rest = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonElement>>(2);
        if (planned.Step is { } step)
        {
            rest.Add(new(NodeConversion.StepField, Kept.Text(step)));
        }

        if (planned.Origin is { } origin)
        {
            rest.Add(new(Kept.Field, origin));
        }

        return new GraphInput(planned.Name, planned.Type == SocketTypes.Any ? null : planned.Type, _conversion.DefaultOf(planned), planned.Label) { Rest = rest.ToImmutable() };
    }

    private NodeEntry? EntryOf(UiNode node)
    {
        switch (node.Type)
        {
            case "Note" or "MarkdownNote":
                _canvas.Note(node);
                return null;
            case Conversion.Primitive:
                if (!_plan.ByPrimitive.ContainsKey(node.Id))
                {
                    _canvas.Keep(node); // it holds a value for nobody
                }

                return null;
            case Conversion.Reroute:
                return NodeConversion.Reroute(node, _sources);
        }

        if (_conversion.PlanOf(node) is { } used)
        {
            return NodeConversion.Instance(node, used, _plan, _sources);
        }

        return GroupPlan.For(_conversion, node) is { } group
            ? NodeConversion.Group(node, group, _sources)
            : NodeConversion.Ordinary(node, _plan, _sources, _conversion);
    }

    private ImmutableArray<SubgraphOutput> Outputs(UiSubgraph source)
    {
        var ends = new Dictionary<int, UiLink>();
        foreach (var link in _plan.Graph.Links.Values)
        {
            if (link.To == source.OutputNode)
            {
                ends.TryAdd(link.ToSlot, link);
            }
        }

        var (declared, names) = (source.Json.Items("outputs"), new UniqueNames());
        var outputs = ImmutableArray.CreateBuilder<SubgraphOutput>(source.Outputs.Count);
        for (var slot = 0; slot < source.Outputs.Count; slot++)
        {
            var first = declared[slot].Items("linkIds").Select(UiJson.Id).OfType<string>().Select(id => _plan.Graph.Links.GetValueOrDefault(id)).FirstOrDefault(link => link?.To == source.OutputNode);
            var (name, type) = (source.Outputs[slot].Name, source.Outputs[slot].Type);
            outputs.Add(new SubgraphOutput(names.Take(name.Length == 0 ? type : name), OutputLink(first ?? ends.GetValueOrDefault(slot), slot)) { Type = type == SocketTypes.Any ? null : type });
        }

        return outputs.ToImmutable();
    }

    // An output is a link; what is no link, an input that goes straight through or nothing at all, goes over a reroute.
    private LinkValue OutputLink(UiLink? link, int slot)
    {
        var value = link is null ? null : _sources.Of(link, null, Shown.Name($"output {slot}"));
        if (value is LinkValue straight)
        {
            return straight;
        }

        var id = $"{_plan.Source!.OutputNode}:{slot}";
        _nodes.Add(new NodeEntry { Id = id, ClassType = Conversion.Reroute, Inputs = value is null ? [] : [new NodeInput("", value)] });
        return new LinkValue(id, null, 0);
    }
}
