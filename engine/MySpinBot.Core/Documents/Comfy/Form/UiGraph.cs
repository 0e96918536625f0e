using System.Text.Json;

namespace MySpinBot.Core.Documents.Comfy.Form;

/// <summary>A graph as the front end saved it: the document, or the inside of a subgraph.</summary>
internal sealed class UiGraph
{
    private readonly Dictionary<string, UiNode> _byId = new(StringComparer.Ordinal);

    public UiGraph(JsonElement json, IReadOnlyList<UiNode> nodes, IReadOnlyDictionary<string, UiLink> links)
    {
        (Json, Nodes, Links) = (json, nodes, links);
        foreach (var node in nodes)
        {
            _byId.TryAdd(node.Id, node);
        }
    }

    public JsonElement Json { get; }

    public IReadOnlyList<UiNode> Nodes { get; }

    /// <summary>Links by id.</summary>
    public IReadOnlyDictionary<string, UiLink> Links { get; }

    /// <summary>The node of this id; null where there is none.</summary>
    public UiNode? Node(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The link that ends at this input; null where none does.</summary>
    public UiLink? LinkTo(UiSocket input) => input.Link is { } id ? Links.GetValueOrDefault(id) : null;
}

/// <summary>A subgraph that the document defines.</summary>
internal sealed class UiSubgraph
{
    private Dictionary<string, int>? _slots;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required UiGraph Inside { get; init; }

    /// <summary>The node that stands for what comes in.</summary>
    public required string InputNode { get; init; }

    /// <summary>The node that stands for what goes out.</summary>
    public required string OutputNode { get; init; }

    public required IReadOnlyList<UiSocket> Inputs { get; init; }

    public required IReadOnlyList<UiSocket> Outputs { get; init; }

    public JsonElement Json => Inside.Json;

    /// <summary>Position of the input of this name, the first where there are several; -1 where there is none.</summary>
    public int SlotOf(string input)
    {
        if (_slots is null)
        {
            _slots = new Dictionary<string, int>(Inputs.Count, StringComparer.Ordinal);
            foreach (var declared in Inputs)
            {
                _slots.TryAdd(declared.Name, declared.Position);
            }
        }

        return _slots.GetValueOrDefault(input, -1);
    }
}

/// <summary>A document of the front end.</summary>
/// <param name="Top">Its graph.</param>
/// <param name="Subgraphs">The subgraphs that it defines, by id, in its order.</param>
/// <param name="Groups">What the group nodes of old front ends hold, by name.</param>
internal sealed record UiDocument(UiGraph Top, IReadOnlyDictionary<string, UiSubgraph> Subgraphs, IReadOnlyDictionary<string, JsonElement> Groups);
