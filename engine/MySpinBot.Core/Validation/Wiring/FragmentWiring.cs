using System.Text.Json;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Results;
using MySpinBot.Core.Sentences;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Validation.Wiring;

/// <summary>Turns an expansion into wired nodes.</summary>
internal sealed class FragmentWiring
{
    private readonly ExpansionRecord _record;
    private readonly int _rawLinkCount;
    private readonly NearestNames _nearest;
    private readonly List<GraphProblem> _problems;
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);
    private readonly CatalogEntry?[] _types;

    public FragmentWiring(ExpansionRecord record, Catalog catalog, int rawLinkCount, NearestNames nearest, List<GraphProblem> problems)
    {
        (_record, _rawLinkCount, _nearest, _problems) = (record, rawLinkCount, nearest, problems);
        _types = [.. record.Nodes.Select(node => catalog.Find(node.ClassType))];
        for (var i = 0; i < record.Nodes.Length; i++)
        {
            AddNode(i, record.Nodes[i], catalog);
        }

        Nodes = [.. record.Nodes.Select((node, i) => Wired(node, _types[i]))];
    }

    public IReadOnlyList<WiredNode> Nodes { get; }

    public List<Wire> Outputs() => [.. _record.Outputs.Select((value, i) => Source(new InputPlace("", "expansion", $"output {i}"), -1, null, value))];

    public IEnumerable<int> OutputNodes() => Enumerable.Range(0, _types.Length).Where(i => _types[i] is { Descriptor.IsOutput: true });

    private void AddNode(int position, ExpansionNode node, Catalog catalog)
    {
        if (!_positions.TryAdd(node.Id, position))
        {
            _problems.Add(new GraphProblem(ProblemCodes.DuplicateId, node.Id, null, $"Node id {Shown.Name(node.Id)} stands twice in the expansion; ids must be unique."));
        }

        if (_types[position] is null)
        {
            _problems.Add(UnknownTypes.Problem(node.Id, node.ClassType, catalog, _nearest));
        }
    }

    private WiredNode Wired(ExpansionNode node, CatalogEntry? type)
    {
        var inputs = new Wire[node.Inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            var (name, value) = (node.Inputs[i].Name, node.Inputs[i].Value);
            inputs[i] = Source(new InputPlace(node.Id, node.ClassType, name), Wire.PositionIn(type?.Descriptor, name), type?.Descriptor, value);
        }

        return new WiredNode { Id = node.Id, ClassType = node.ClassType, Type = type, Inputs = inputs };
    }

    private Wire Source(InputPlace place, int declared, NodeDescriptor? type, ExpansionValue value)
    {
        var wire = new Wire { Name = place.Input, Declared = declared, Kind = WireKind.Broken };
        switch (value)
        {
            case ExpansionConstant constant:
                return wire with { Kind = WireKind.Value, Payload = new ConstantValue(JsonElement.Parse(constant.Json)) };
            case ExpansionStored stored:
                return wire with { Kind = WireKind.Stored, Payload = stored.Value };
            case ExpansionOuterLink outer when outer.Index >= 0 && outer.Index < _rawLinkCount:
                return wire with { Kind = WireKind.OuterLink, Source = outer.Index };
            case ExpansionOuterLink outer:
                _problems.Add(place.Problem(ProblemCodes.BadLink, $"is raw link {outer.Index} of the expanding call, which was given {_rawLinkCount}."));
                return wire;
            case ExpansionLink link when !_positions.TryGetValue(link.NodeId, out _):
                _problems.Add(LinkFaults.NoNode(place, link.NodeId, _positions.Keys, _nearest));
                return wire;
            case ExpansionLink link:
                return Link(place, wire, type, link, _positions[link.NodeId]);
            default:
                throw new InvalidOperationException($"{place} is of the unknown kind {value.GetType().Name}.");
        }
    }

    private Wire Link(InputPlace place, Wire wire, NodeDescriptor? type, ExpansionLink link, int source)
    {
        if (_types[source] is not { } sourceType)
        {
            return wire;
        }

        if (link.Output >= 0 && link.Output < sourceType.Descriptor.Outputs.Length)
        {
            return wire with { Kind = Wire.KindOfLink(type, wire.Declared), Source = source, Output = link.Output };
        }

        _problems.Add(LinkFaults.NoOutput(place, link.NodeId, sourceType.Descriptor, null, link.Output, _nearest));
        return wire;
    }
}
