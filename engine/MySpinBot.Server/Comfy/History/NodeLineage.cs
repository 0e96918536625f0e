using System.Text.Json;

namespace MySpinBot.Server.Comfy.History;

/// <summary>Which node of the prompt a node belongs to. Nodes inside expansions have paths as ids, <c>parent.call.id</c>, but ids of the prompt may have dots too.</summary>
internal sealed class NodeLineage
{
    private readonly HashSet<string> _expanded = new(StringComparer.Ordinal);
    private readonly Lazy<IReadOnlyDictionary<string, PromptNode>> _prompt;

    /// <param name="prompt">The prompt's nodes; read only for ids that may be paths.</param>
    public NodeLineage(Lazy<IReadOnlyDictionary<string, PromptNode>> prompt) => _prompt = prompt;

    /// <summary>Takes note that a node has others inside.</summary>
    public void Expanded(string id) => _expanded.Add(id);

    /// <summary>The node of the prompt: what people see.</summary>
    public string RootOf(string id)
    {
        if (!MayBePath(id) || _prompt.Value.ContainsKey(id))
        {
            return id;
        }

        for (var end = LastBorder(id, id.Length); end > 0; end = LastBorder(id, end))
        {
            if (_prompt.Value.ContainsKey(id[..end]))
            {
                return id[..end];
            }
        }

        return id;
    }

    /// <summary>The node that it stands in; null for nodes of the prompt.</summary>
    public string? ParentOf(string id)
    {
        if (!MayBePath(id) || _prompt.Value.ContainsKey(id))
        {
            return null;
        }

        for (var end = LastBorder(id, id.Length); end > 0; end = LastBorder(id, end))
        {
            var before = id[..end];
            if (_expanded.Contains(before) || _prompt.Value.ContainsKey(before))
            {
                return before;
            }
        }

        return null;
    }

    private static bool MayBePath(string id) => LastBorder(id, id.Length) > 0;

    // A hash stands for the inner part of a long path, behind a tilde.
    private static int LastBorder(string id, int end) => id.AsSpan(0, end).LastIndexOfAny('.', '~');
}

/// <summary>A node of a prompt, as far as its story needs it.</summary>
/// <param name="ClassType">Its type.</param>
/// <param name="Sources">What it is linked to, by input.</param>
internal sealed record PromptNode(string ClassType, IReadOnlyList<(string Input, string Source)> Sources)
{
    /// <summary>The nodes of a prompt in ComfyUI's form; none of what has another.</summary>
    public static Dictionary<string, PromptNode> AllOf(JsonElement prompt)
    {
        var nodes = new Dictionary<string, PromptNode>(StringComparer.Ordinal);
        foreach (var node in prompt.EnumerateObject())
        {
            if (node.Value.ValueKind == JsonValueKind.Object && node.Value.TryGetProperty("class_type", out var type) && type.ValueKind == JsonValueKind.String)
            {
                nodes[node.Name] = new PromptNode(type.GetString()!, SourcesOf(node.Value));
            }
        }

        return nodes;
    }

    private static List<(string Input, string Source)> SourcesOf(JsonElement node)
    {
        var sources = new List<(string, string)>();
        if (!node.TryGetProperty("inputs", out var inputs) || inputs.ValueKind != JsonValueKind.Object)
        {
            return sources;
        }

        foreach (var input in inputs.EnumerateObject())
        {
            if (input.Value.ValueKind == JsonValueKind.Array && input.Value.GetArrayLength() == 2
                && input.Value[0].ValueKind == JsonValueKind.String && input.Value[1].ValueKind == JsonValueKind.Number)
            {
                sources.Add((input.Name, input.Value[0].GetString()!));
            }
        }

        return sources;
    }
}
