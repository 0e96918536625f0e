using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MySpinBot.Core.Documents.Comfy.Describing;
using MySpinBot.Core.Documents.Comfy.Form;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Documents.Comfy.Converting;

/// <summary>Reads what <c>extra.groupNodes</c> holds of one group: nodes that are named by their position, and links between positions. What is not linked inside is the group's own.</summary>
internal sealed class GroupReading
{
    private readonly Conversion _conversion;
    private readonly string _name;
    private readonly JsonElement _config;
    private readonly List<UiNode> _nodes = [];
    private readonly GroupLinks _links;
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);
    private readonly UniqueNames _unique = new();
    private readonly ImmutableArray<GraphInput>.Builder _inputs = ImmutableArray.CreateBuilder<GraphInput>();
    private readonly ImmutableArray<InputInterface>.Builder _fields = ImmutableArray.CreateBuilder<InputInterface>();
    private readonly ImmutableArray<(string Name, string Type)>.Builder _sockets = ImmutableArray.CreateBuilder<(string Name, string Type)>();
    private readonly Dictionary<int, string> _held = [];

    public GroupReading(Conversion conversion, string name, JsonElement data)
    {
        (_conversion, _name, _config) = (conversion, name, data.Field("config"));
        var form = new UiForm(new Findings());
        foreach (var (position, json) in data.Items("nodes").Index())
        {
            // A node that is none still has its position.
            _nodes.Add(form.ReadNode(json, name, Id(position)) ?? new UiNode { Id = Id(position), Type = "", Inputs = [], Outputs = [] });
        }

        _links = new GroupLinks(data, _nodes.Count);
    }

    public GroupPlan Read()
    {
        var entries = new InputList[_nodes.Count];
        var late = new List<Action>();
        for (var i = 0; i < _nodes.Count; i++)
        {
            entries[i] = new InputList();
            late.Add(Enter(i, _nodes[i], entries[i]));
        }

        foreach (var converted in late)
        {
            converted(); // fields that were made inputs stand behind all others
        }

        var graph = new GraphDocument { Nodes = [.. _nodes.Select((node, i) => EntryOf(node, entries[i])).OfType<NodeEntry>()], Inputs = _inputs.ToImmutable() };
        return new GroupPlan(new SubgraphDefinition(_conversion.SubgraphNames.Take(_name), graph, Outputs()), _fields.ToImmutable(), _sockets.ToImmutable());
    }

    private static string Id(int position) => position.ToString(CultureInfo.InvariantCulture);

    // What a node takes; given back is what is to be done once all nodes were entered.
    private Action Enter(int position, UiNode node, InputList entry)
    {
        switch (node.Type)
        {
            case "" or "Note" or "MarkdownNote":
                return () => { };
            case Conversion.Primitive:
                EnterPrimitive(position, node);
                return () => { };
            case Conversion.Reroute:
                EnterReroute(position, node, entry);
                return () => { };
        }

        var (fields, sockets) = ShapeOf(node);
        var converted = new List<InputInterface>();
        foreach (var field in fields)
        {
            if (node.Input(field.Name) is { Widget: not null })
            {
                converted.Add(field);
            }
            else
            {
                entry.Add(field.Name, AddField(position, node, field, _conversion.ValuesOf(node).Of(field.Name)));
            }
        }

        foreach (var (name, type) in sockets)
        {
            EnterSocket(position, node, entry, name, type, name);
        }

        converted.Sort((a, b) => node.Input(a.Name)!.Position.CompareTo(node.Input(b.Name)!.Position));
        return () =>
        {
            foreach (var field in converted)
            {
                if (_links.To(position, node.Input(field.Name)!.Position) is { } link)
                {
                    entry.Add(field.Name, Inside(link));
                    continue;
                }

                var given = AddField(position, node, field, _conversion.ValuesOf(node).Of(field.Name));
                _sockets.Add((given.Name, field.Type));
                entry.Add(field.Name, given);
            }
        };
    }

    private void EnterSocket(int position, UiNode node, InputList entry, string name, string type, string given)
    {
        if (node.Input(name) is { } socket && _links.To(position, socket.Position) is { } link)
        {
            entry.Add(name, Inside(link));
            return;
        }

        var named = NameOf(position, node, given);
        if (ConfigOf(position, given).Field("visible").ValueKind == JsonValueKind.False)
        {
            return;
        }

        _inputs.Add(new GraphInput(named, type == SocketTypes.Any ? null : type));
        _sockets.Add((named, type));
        entry.Add(name, new GraphInputValue(named));
    }

    private void EnterReroute(int position, UiNode node, InputList entry)
    {
        if (_links.To(position, 0) is { } link)
        {
            entry.Add("", Inside(link));
            return;
        }

        EnterSocket(position, node, entry, "", RerouteType(position), RerouteType(position));
    }

    private void EnterPrimitive(int position, UiNode node)
    {
        if (_links.From(position, 0) is not [var first, ..] || first.Node >= _nodes.Count)
        {
            return;
        }

        var (target, held) = (_nodes[first.Node], Conversion.Held(node));
        var input = first.Slot < target.Inputs.Count ? target.Inputs[first.Slot] : null;
        var known = input is null ? null : _conversion.InputOf(target, input.Name);
        var field = known ?? new InputInterface { Name = "value", Type = first.Type, Field = FieldTypes.KindOf(first.Type) };
        _held[position] = AddField(position, node, field with { Name = "value", IsStepped = true }, held.Value).Name;
    }

    private string RerouteType(int position)
    {
        foreach (var (target, slot, type) in _links.From(position, 0))
        {
            if (target < _nodes.Count && slot < _nodes[target].Inputs.Count && _nodes[target].Inputs[slot].Type is not SocketTypes.Any and var wanted)
            {
                return wanted;
            }

            if (type != SocketTypes.Any)
            {
                return type;
            }
        }

        return _links.TypeInto(position) ?? SocketTypes.Any;
    }

    private InputValue Inside((int Node, int Slot) link)
        => _held.TryGetValue(link.Node, out var held) ? new GraphInputValue(held) : new LinkValue(Id(link.Node), null, link.Slot);

    private GraphInputValue AddField(int position, UiNode node, InputInterface field, JsonElement? value)
    {
        var name = NameOf(position, node, field.Name);
        _inputs.Add(new GraphInput(name, field.Type == SocketTypes.Any ? null : field.Type, value));
        _fields.Add(field with { Name = name, IsRequired = true, HasUpload = false });
        return new GraphInputValue(name);
    }

    // The front end's way of naming: a name that was there before gets the node's title in front.
    private string NameOf(int position, UiNode node, string input)
    {
        var name = ConfigOf(position, input).TextField("name") ?? LabelOf(node, node.Input(input)) ?? input;
        var key = name;
        if ((node.Type == Conversion.Primitive && node.Title is not null) || _seen.ContainsKey(name))
        {
            var prefix = $"{node.Title ?? node.Type} ";
            key = name = prefix + input;
            if (_seen.TryGetValue(name, out var times))
            {
                name = $"{prefix}{times} {input}";
            }
        }

        _seen[key] = _seen.GetValueOrDefault(key, 1) + 1;
        return _unique.Take(name);
    }

    private static string? LabelOf(UiNode node, UiSocket? socket) => socket is null ? null : node.Json.Items("inputs")[socket.Position].TextField("label");

    private JsonElement ConfigOf(int position, string input) => _config.Field(Id(position)).Field("input").Field(input);

    // Fields that the type has now and had no value for then are no part of the group.
    private (IEnumerable<InputInterface> Fields, IEnumerable<(string Name, string Type)> Sockets) ShapeOf(UiNode node)
    {
        if (GroupPlan.For(_conversion, node) is { } group)
        {
            return (group.Fields, group.Sockets.Where(socket => !group.Fields.Any(field => field.Name == socket.Name)));
        }

        if (_conversion.Types.Find(node.Type) is not { } type)
        {
            return ([], node.Inputs.Select(socket => (socket.Name, socket.Type)));
        }

        var values = _conversion.ValuesOf(node);
        return (type.Inputs.Where(input => input.Field != FieldKind.None && (values.Values.IsEmpty || values.Of(input.Name) is not null || node.Input(input.Name) is not null)),
            type.Inputs.Where(input => input.Field == FieldKind.None).Select(input => (input.Name, input.Type)));
    }

    private NodeEntry? EntryOf(UiNode node, InputList inputs) => node.Type is "" or "Note" or "MarkdownNote" or Conversion.Primitive ? null : new NodeEntry
    {
        Id = node.Id,
        ClassType = GroupPlan.For(_conversion, node) is { } group ? Validation.Flattening.SubgraphExpansion.TypePrefix + group.Name : node.Type,
        Mode = node.Type == Conversion.Reroute ? NodeMode.Normal : node.Mode switch
        {
            UiNode.Never => NodeMode.Muted,
            UiNode.Bypass => NodeMode.Bypassed,
            _ => NodeMode.Normal,
        },
        Title = node.Title,
        Inputs = inputs.All,
        Rest = _conversion.Types.Find(node.Type) is null && node.Type != Conversion.Reroute ? [new(Kept.Field, node.Json)] : [],
    };

    private ImmutableArray<SubgraphOutput> Outputs()
    {
        var (outputs, names) = (ImmutableArray.CreateBuilder<SubgraphOutput>(), new UniqueNames());
        foreach (var (i, node) in _nodes.Index())
        {
            if (node.Type is "" or "Note" or "MarkdownNote" or Conversion.Primitive || (node.Type == Conversion.Reroute && _links.To(i, 0) is not null && _links.From(i, 0).Count > 0 && !_links.IsExternal(i, 0)))
            {
                continue;
            }

            foreach (var output in node.Outputs)
            {
                var config = _config.Field(Id(i)).Field("output").Field(Id(output.Position));
                var isVisible = config.Field("visible").ValueKind switch
                {
                    JsonValueKind.True => true,
                    JsonValueKind.False => false,
                    _ => _links.From(i, output.Position).Count == 0 || _links.IsExternal(i, output.Position),
                };
                if (isVisible)
                {
                    outputs.Add(new SubgraphOutput(names.Take(config.TextField("name") ?? (output.Name.Length > 0 ? output.Name : output.Type)), new LinkValue(node.Id, null, output.Position))
                    {
                        Type = output.Type == SocketTypes.Any ? null : output.Type,
                    });
                }
            }
        }

        return outputs.ToImmutable();
    }
}
