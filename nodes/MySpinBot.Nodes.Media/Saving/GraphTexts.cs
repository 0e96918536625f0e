using System.Text.Json;

namespace MySpinBot.Nodes.Media;

/// <summary>The graph that made a result, as texts under the names that ComfyUI uses.</summary>
internal static class GraphTexts
{
    /// <summary><c>prompt</c>: the graph in the API format; <c>workflow</c>: the whole document. What is not known is left out.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(JsonElement? prompt, JsonElement? document)
        => [.. new (string Key, JsonElement? Value)[] { ("prompt", prompt), ("workflow", document) }
            .Where(text => text.Value is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) })
            .Select(text => KeyValuePair.Create(text.Key, JsonSerializer.Serialize(text.Value)))];
}
