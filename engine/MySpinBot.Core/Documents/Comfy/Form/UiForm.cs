using System.Text.Json;
using MySpinBot.Core.Documents.Reading;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Core.Documents.Comfy.Form;

/// <summary>Reads what the front end saved, in either of its forms: 0.4 has links as lists, 1.0 as objects. They also stand in each other.</summary>
internal sealed class UiForm(Findings problems)
{
    // Definitions may stand in definitions; this bounds how deep the reader follows them.
    private const int DeepestDefinition = 32;

    private const string InputNode = "-10";
    private const string OutputNode = "-20";

    public UiDocument Read(JsonElement root)
    {
        var subgraphs = new Dictionary<string, UiSubgraph>(StringComparer.Ordinal);
        ReadDefinitions(root, subgraphs, 0);
        var groups = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (root.Field("extra").Field("groupNodes") is { ValueKind: JsonValueKind.Object } held)
        {
            foreach (var group in held.EnumerateObject())
            {
                groups[group.Name] = group.Value;
            }
        }

        return new UiDocument(ReadGraph(root, "the document"), subgraphs, groups);
    }

    /// <summary>A node. Null, and a problem, where it is none.</summary>
    /// <param name="json">The node.</param>
    /// <param name="owner">What it stands in, for sentences.</param>
    /// <param name="id">Its id, where it does not say it itself.</param>
    public UiNode? ReadNode(JsonElement json, string owner, string? id = null)
    {
        id ??= UiJson.Id(json.Field("id"));
        if (json.ValueKind != JsonValueKind.Object || id is null)
        {
            problems.Add(FormFaults.Malformed(
                json.ValueKind == JsonValueKind.Object
                    ? $"A node of {owner} has no 'id'; it must be a number or a text."
                    : $"A node of {owner} is {Shown.Value(json)}; it must be an object with 'id' and 'type'."));
            return null;
        }

        if (json.TextField("type") is not { } type)
        {
            problems.Add(FormFaults.Malformed($"Node {Shown.Name(id)} of {owner} has no 'type'; it must name the node's type, such as \"LoadImage\".", id));
            return null;
        }

        return new UiNode
        {
            Id = id,
            Type = type,
            Mode = UiJson.Position(json.Field("mode")) ?? 0,
            Title = json.TextField("title"),
            Inputs = ReadSockets(json.Field("inputs")),
            Outputs = ReadSockets(json.Field("outputs")),
            Values = json.Field("widgets_values_named") is { ValueKind: JsonValueKind.Object } named ? named : json.Field("widgets_values"),
            Json = json,
        };
    }

    private UiGraph ReadGraph(JsonElement json, string owner)
    {
        var nodes = new List<UiNode>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (json.Field("nodes") is { ValueKind: not JsonValueKind.Array } wrong)
        {
            problems.Add(FormFaults.Malformed(wrong.ValueKind == JsonValueKind.Undefined ? $"Field 'nodes' of {owner} is missing; it is a list of nodes." : $"Field 'nodes' of {owner} is {Shown.Value(wrong)}; it must be a list."));
        }

        foreach (var item in json.Items("nodes"))
        {
            if (ReadNode(item, owner) is not { } node)
            {
                continue;
            }

            if (ids.Add(node.Id))
            {
                nodes.Add(node);
            }
            else
            {
                problems.Add(new GraphProblem(ProblemCodes.DuplicateId, node.Id, null, $"Node id {Shown.Name(node.Id)} stands twice in {owner}; ids must be unique."));
            }
        }

        return new UiGraph(json, nodes, ReadLinks(json.Field("links")));
    }

    // Links by id, or, in some documents of the form 1.0, an object of them. What is no link is passed over: an input that names it says so.
    private static Dictionary<string, UiLink> ReadLinks(JsonElement json)
    {
        var links = new Dictionary<string, UiLink>(StringComparer.Ordinal);
        var items = json.ValueKind == JsonValueKind.Object ? json.EnumerateObject().Select(field => field.Value) : UiJson.Items(json);
        foreach (var item in items)
        {
            var (id, link) = item.ValueKind == JsonValueKind.Array ? ReadLinkList(UiJson.Items(item)) : ReadLinkObject(item);
            if (id is not null && link is not null)
            {
                links[id] = link;
            }
        }

        return links;
    }

    private static (string? Id, UiLink? Link) ReadLinkList(IReadOnlyList<JsonElement> list)
        => list.Count >= 5 ? (UiJson.Id(list[0]), Link(list[1], list[2], list[3], list[4], list.Count > 5 ? list[5] : default)) : default;

    private static (string? Id, UiLink? Link) ReadLinkObject(JsonElement link)
        => (UiJson.Id(link.Field("id")), Link(link.Field("origin_id"), link.Field("origin_slot"), link.Field("target_id"), link.Field("target_slot"), link.Field("type")));

    private static UiLink? Link(JsonElement from, JsonElement fromSlot, JsonElement to, JsonElement toSlot, JsonElement type)
        => UiJson.Id(from) is { } origin && UiJson.Id(to) is { } target ? new UiLink(origin, UiJson.Position(fromSlot) ?? 0, target, UiJson.Position(toSlot) ?? 0, TypeOf(type)) : null;

    /// <summary>Inputs or outputs of a node.</summary>
    public static List<UiSocket> ReadSockets(JsonElement list)
    {
        var sockets = new List<UiSocket>();
        foreach (var socket in UiJson.Items(list))
        {
            sockets.Add(new UiSocket(socket.TextField("name") ?? "", TypeOf(socket.Field("type")), UiJson.Id(socket.Field("link")), socket.Field("widget").TextField("name"), sockets.Count));
        }

        return sockets;
    }

    // Old front ends had the choices themselves for a type, and 0 and -1 for any.
    private static string TypeOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String when Shown.Text(json) is { Length: > 0 } type => type,
        JsonValueKind.Array => Sdk.SocketTypes.Choice,
        _ => Sdk.SocketTypes.Any,
    };

    private void ReadDefinitions(JsonElement owner, Dictionary<string, UiSubgraph> into, int depth)
    {
        if (depth == DeepestDefinition)
        {
            problems.Add(new GraphProblem(ProblemCodes.DocumentTooLarge, null, null, $"Subgraphs are defined more than {DeepestDefinition} deep in each other; that is the most that is taken."));
            return;
        }

        var definitions = owner.Field("definitions").Field("subgraphs");
        var items = definitions.ValueKind == JsonValueKind.Object ? [.. definitions.EnumerateObject().Select(field => field.Value)] : UiJson.Items(definitions);
        foreach (var item in items)
        {
            if (UiJson.Id(item.Field("id")) is not { } id)
            {
                problems.Add(FormFaults.Malformed(item.ValueKind == JsonValueKind.Object ? "A subgraph has no 'id'; nodes use it by that." : $"A subgraph is {Shown.Value(item)}; it must be an object with 'id' and 'nodes'."));
                continue;
            }

            var name = item.TextField("name") is { Length: > 0 } given ? given : id;
            var subgraph = new UiSubgraph
            {
                Id = id,
                Name = name,
                Inside = ReadGraph(item, $"subgraph {Shown.Name(name)}"),
                InputNode = UiJson.Id(item.Field("inputNode").Field("id")) ?? InputNode,
                OutputNode = UiJson.Id(item.Field("outputNode").Field("id")) ?? OutputNode,
                Inputs = ReadSockets(item.Field("inputs")),
                Outputs = ReadSockets(item.Field("outputs")),
            };
            if (!into.TryAdd(id, subgraph))
            {
                problems.Add(new GraphProblem(ProblemCodes.DuplicateId, null, name, $"Subgraph id {Shown.Name(id)} stands twice; ids must be unique."));
            }

            ReadDefinitions(item, into, depth + 1);
        }
    }
}
