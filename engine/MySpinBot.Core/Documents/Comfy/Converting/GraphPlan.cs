using System.Text.Json;
using MySpinBot.Core.Documents.Comfy.Form;

namespace MySpinBot.Core.Documents.Comfy.Converting;

/// <summary>The named inputs that a graph will have, found out before anything is converted: what a subgraph takes, values that nodes hold for others, fields that those who use a subgraph see on the outside.</summary>
internal sealed class GraphPlan(UiGraph graph, UiSubgraph? source, string name)
{
    private readonly UniqueNames _names = new();
    private readonly Dictionary<string, PlannedInput> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlannedInput> _byField = new(StringComparer.Ordinal);

    public UiGraph Graph { get; } = graph;

    /// <summary>The subgraph; null for the document.</summary>
    public UiSubgraph? Source { get; } = source;

    /// <summary>Its name in our document.</summary>
    public string Name { get; } = name;

    public List<PlannedInput> Inputs { get; } = [];

    /// <summary>By the position that links inside name.</summary>
    public Dictionary<int, PlannedInput> BySlot { get; } = [];

    /// <summary>By the node that holds a value for others.</summary>
    public Dictionary<string, PlannedInput> ByPrimitive { get; } = new(StringComparer.Ordinal);

    /// <summary>By the node, and then the field, inside that they give their value to without a link.</summary>
    public Dictionary<string, Dictionary<string, PlannedInput>> ByField { get; } = new(StringComparer.Ordinal);

    /// <summary>What those who use the subgraph mean by a node and field inside.</summary>
    public Dictionary<(string Node, string Field), PlannedInput> ByProxy { get; } = [];

    public PlannedInput Add(string wanted, string type)
    {
        var input = new PlannedInput(_names.Take(wanted.Length == 0 ? type : wanted), type);
        Inputs.Add(input);
        _byName.Add(input.Name, input);
        return input;
    }

    /// <summary>Says where an input ends: at a field of a node inside.</summary>
    public void End(PlannedInput input, UiNode node, string field)
    {
        (input.IsField, input.End) = (true, (node, field));
        _byField.TryAdd(field, input);
    }

    /// <summary>The first input that ends at a field of this name; null where none does.</summary>
    public PlannedInput? EndingAt(string field) => _byField.GetValueOrDefault(field);

    /// <summary>The input of this name; null where there is none.</summary>
    public PlannedInput? Input(string input) => _byName.GetValueOrDefault(input);
}

/// <summary>A named input that a graph will have.</summary>
internal sealed class PlannedInput(string name, string type)
{
    public string Name { get; } = name;

    public string Type { get; } = type;

    /// <summary>Its value where nobody gives one.</summary>
    public JsonElement? Default { get; set; }

    /// <summary>Whether it ends at a field, so that those who use the subgraph have a field for it.</summary>
    public bool IsField { get; set; }

    /// <summary>The field inside, and the node that it belongs to: one that uses a subgraph, where the field is further in.</summary>
    public (UiNode Node, string Field)? End { get; set; }

    /// <summary>Whether it ends at a seed, behind whose value another may stand.</summary>
    public bool IsStepped { get; set; }

    /// <summary>What becomes of it after a run.</summary>
    public string? Step { get; set; }

    /// <summary>What people read.</summary>
    public string? Label { get; set; }

    /// <summary>The node that held the value, as it was saved.</summary>
    public JsonElement? Origin { get; set; }
}
