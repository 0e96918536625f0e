using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Documents.Comfy;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Core.Documents.Reading;

/// <summary>Tells the forms of a document apart and reads it.</summary>
internal static class DocumentForm
{
    public static GraphDocument? Read(JsonElement root, List<GraphProblem> problems)
    {
        if (ComfyWorkflow.Is(root))
        {
            problems.Add(FormFaults.Malformed(
                "The document is what ComfyUI's editor saves, with positions and links of its own; it takes the API format: in ComfyUI's editor, choose Workflow → Export (API)."));
            return null;
        }

        if (root.TryGetProperty("prompt", out var prompt) && prompt.ValueKind == JsonValueKind.Object && !root.TryGetProperty("nodes", out _) && !LooksLikeNode(prompt))
        {
            return new GraphDocument { Nodes = ReadNodes(prompt, problems) };
        }

        return IsOwnForm(root) ? GraphForm.ReadDocument(root, problems) : new GraphDocument { Nodes = ReadNodes(root, problems) };
    }

    /// <summary>A map of id to node.</summary>
    public static ImmutableArray<NodeEntry> ReadNodes(JsonElement json, List<GraphProblem> problems)
    {
        var fields = new Fields(json, id => new GraphProblem(ProblemCodes.DuplicateId, id, null, $"Node id {Shown.Name(id)} stands twice; ids must be unique."), problems);
        var nodes = ImmutableArray.CreateBuilder<NodeEntry>(fields.All.Count);
        foreach (var (id, value) in fields.All)
        {
            if (FormFaults.IsEnough(problems))
            {
                break;
            }

            if (NodeForm.Read(id, value, problems) is { } node)
            {
                nodes.Add(node);
            }
        }

        return nodes.DrainToImmutable();
    }

    // A bare map has nodes as its values; a node may be called 'nodes' or 'version'.
    private static bool IsOwnForm(JsonElement root)
        => (root.TryGetProperty("nodes", out var nodes) && !LooksLikeNode(nodes)) || (root.TryGetProperty("version", out var version) && !LooksLikeNode(version));

    private static bool LooksLikeNode(JsonElement json)
        => json.ValueKind == JsonValueKind.Object && json.TryGetProperty("class_type", out var type) && type.ValueKind == JsonValueKind.String;
}
