using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Documents.Comfy.Converting;
using MySpinBot.Core.Documents.Comfy.Form;

namespace MySpinBot.Core.Documents.Comfy;

/// <summary>What ComfyUI's editor saves (0.4 and 1.0), read as its front end would send it to the server.</summary>
public static class ComfyWorkflow
{
    /// <summary>Whether this is such a document, and not the API format or our own: its nodes are a list, and something beside or in them is ComfyUI's.</summary>
    public static bool Is(JsonElement root)
    {
        var nodes = root.Field("nodes");
        return nodes.ValueKind == JsonValueKind.Array
            ? root.Field("links").ValueKind is JsonValueKind.Array or JsonValueKind.Object || root.Field("last_node_id").ValueKind == JsonValueKind.Number || root.Field("state").ValueKind == JsonValueKind.Object
              || (nodes.GetArrayLength() > 0 && nodes[0].TextField("type") is not null)
            : root.Field("last_node_id").ValueKind == JsonValueKind.Number && nodes.ValueKind != JsonValueKind.Object;
    }

    /// <summary>Reads one. Node types that are not known stay in the document with all their data and do nothing.</summary>
    /// <param name="root">The document, of whose texts each was decoded once, as <see cref="GraphReader"/> does.</param>
    /// <param name="nodes">The node types that are known.</param>
    public static ConvertedGraph Read(JsonElement root, NodeInterfaces nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        var problems = new Findings();
        var conversion = new Conversion(new UiForm(problems).Read(root), nodes);
        var top = new InputPlanning(conversion).Plan();
        var document = GraphConversion.Of(conversion, top);
        var subgraphs = conversion.Plans.Values.Select(plan => GraphConversion.Subgraph(conversion, plan)).ToList();
        subgraphs.AddRange(conversion.Groups.Values.OfType<GroupPlan>().Select(group => group.Definition));
        return new ConvertedGraph(document with { Subgraphs = [.. subgraphs] }, problems.All(), conversion.Notices.All());
    }
}

/// <summary>A document that was made of one of ComfyUI's.</summary>
/// <param name="Document">The graph: nodes with their ids, modes, titles, values by name; subgraphs; groups, notes and layout. What has no place in our form is kept under <c>comfyui</c> in the fields beside.</param>
/// <param name="Problems">What is wrong with the document's form: it is for looking at, not for running.</param>
/// <param name="Notices">What a person should know and what keeps nothing from running: types that are not known, values that could not be given a name, links that lead nowhere.</param>
public sealed record ConvertedGraph(GraphDocument Document, ImmutableArray<GraphProblem> Problems, ImmutableArray<GraphProblem> Notices);
