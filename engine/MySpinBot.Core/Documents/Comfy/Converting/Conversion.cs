using System.Text.Json;
using MySpinBot.Core.Documents.Comfy.Describing;
using MySpinBot.Core.Documents.Comfy.Form;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Core.Documents.Comfy.Converting;

/// <summary>What all parts of one conversion share.</summary>
internal sealed class Conversion(UiDocument document, NodeInterfaces types)
{
    private readonly Dictionary<UiNode, NamedValues> _values = new(ReferenceEqualityComparer.Instance);

    // Subgraphs in subgraphs: what is deeper is refused when they are put in.
    private const int DeepestFields = 64;

    public const string Reroute = "Reroute";
    public const string Primitive = "PrimitiveNode";

    public UiDocument Document { get; } = document;

    public NodeInterfaces Types { get; } = types;

    public Findings Notices { get; } = new();

    /// <summary>Replaces names of nodes and fields in texts by what stands there.</summary>
    public TextReplacement Texts => field ??= new TextReplacement(this);

    /// <summary>The names that subgraphs have in our document.</summary>
    public UniqueNames SubgraphNames { get; } = new();

    /// <summary>Plans of the subgraphs by their ids in the document.</summary>
    public Dictionary<string, GraphPlan> Plans { get; } = new(StringComparer.Ordinal);

    /// <summary>Plans of group nodes by the name that the document has for them; null for those that cannot be read.</summary>
    public Dictionary<string, GroupPlan?> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>All nodes of the document: those of its graph first.</summary>
    public IEnumerable<UiNode> AllNodes => Document.Top.Nodes.Concat(Document.Subgraphs.Values.SelectMany(subgraph => subgraph.Inside.Nodes));

    /// <summary>The plan of the subgraph that a node uses; null for other nodes.</summary>
    public GraphPlan? PlanOf(UiNode node) => Plans.GetValueOrDefault(node.Type);

    /// <summary>The saved values of a node that is not a subgraph in use.</summary>
    public NamedValues ValuesOf(UiNode node)
    {
        if (!_values.TryGetValue(node, out var values))
        {
            values = Types.Find(node.Type) is { } type ? WidgetValues.Of(type, node.Values) : WidgetValues.OfUnknown(node);
            _values.Add(node, values);
        }

        return values;
    }

    /// <summary>What an input of a graph is where nobody gives it a value: what stands in the field that it ends at.</summary>
    public JsonElement? DefaultOf(PlannedInput input, int depth = 0)
    {
        if (input.Default is null && input.End is { } end && depth < DeepestFields)
        {
            input.Default = ValueOf(end.Node, end.Field, depth);
        }

        return input.Default;
    }

    /// <summary>What stands in a field of a node, which may use a subgraph.</summary>
    public JsonElement? ValueOf(UiNode node, string field, int depth = 0)
        => node.Type == Primitive && field == "value" ? Held(node).Value
            : PlanOf(node) is not { } inner ? ValuesOf(node).Of(field)
            : Instances.ValuesOf(node, inner).TryGetValue(field, out var given) ? given
            : inner.Input(field) is { } nested ? DefaultOf(nested, depth + 1)
            : null;

    public void Notice(string code, UiNode? node, string? input, string sentence) => Notices.Add(new GraphProblem(code, node?.Id, input, sentence));

    /// <summary>A node as sentences name it.</summary>
    public string Named(UiNode node, GraphPlan plan)
        => $"node {Shown.Name(node.Id)} ({Shown.Plain(PlanOf(node)?.Name ?? node.Type)}){(plan.Source is null ? "" : $" of subgraph {Shown.Name(plan.Name)}")}";

    /// <summary>The value that a node holds for others: its first, and what becomes of it.</summary>
    public static (JsonElement? Value, string? Step) Held(UiNode primitive)
    {
        var list = UiJson.Items(primitive.Values);
        return (list.Count > 0 && list[0].ValueKind != JsonValueKind.Null ? list[0] : null, list.Count > 1 ? WidgetValues.StepOf(list[1]) : null);
    }

    /// <summary>How the front end sees an input of a node; null where that is not known.</summary>
    public InputInterface? InputOf(UiNode node, string name) => Types.Find(node.Type)?.Input(name);
}
