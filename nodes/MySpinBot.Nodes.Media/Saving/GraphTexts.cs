using System.Text.Json;

namespace MySpinBot.Nodes.Media;

/// <summary>The graph that made a result, as texts under the names that ComfyUI uses.</summary>
internal static class GraphTexts
{
    private const string PromptKey = "prompt";
    private const int LongestKey = 79;

    /// <summary><c>prompt</c>: the graph in the API format; and each member of what else is to be embedded, under its own name. What is not known is left out,
    /// and so is what has a name that files cannot hold.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(JsonElement? prompt, JsonElement? extra)
    {
        var texts = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        if (prompt is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } graph)
        {
            texts.Add(PromptKey, JsonSerializer.Serialize(graph));
        }

        if (extra is { ValueKind: JsonValueKind.Object } others)
        {
            foreach (var other in others.EnumerateObject().Where(other => IsKey(other.Name) && other.Name != PromptKey))
            {
                texts[other.Name] = JsonSerializer.Serialize(other.Value);
            }
        }

        return [.. texts];
    }

    private static bool IsKey(string name) => name.Length is > 0 and <= LongestKey && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
