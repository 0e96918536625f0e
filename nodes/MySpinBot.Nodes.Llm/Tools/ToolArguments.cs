using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Language;

namespace MySpinBot.Nodes.Llm;

/// <summary>The arguments of a call that a model made.</summary>
internal static class ToolArguments
{
    private const int MostFaultsTold = 8;

    /// <summary>Names of the arguments that a schema knows.</summary>
    public static IEnumerable<string> Names(JsonElement schema)
        => schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object ? properties.EnumerateObject().Select(property => property.Name) : [];

    /// <summary>Reads arguments; those that were left out have their defaults.</summary>
    /// <param name="tool">What is called.</param>
    /// <param name="text">The arguments, as the model gave them.</param>
    /// <param name="fault">What is wrong with them, for the model; null where nothing is.</param>
    public static JsonElement? Read(LanguageTool tool, string text, out string? fault)
    {
        try
        {
            if (JsonNode.Parse(string.IsNullOrWhiteSpace(text) ? "{}" : text, documentOptions: new JsonDocumentOptions { MaxDepth = 128 }) is not JsonObject given)
            {
                fault = $"The arguments of {tool.Name} are no JSON object.";
                return null;
            }

            foreach (var name in Names(tool.Parameters).Where(name => !given.ContainsKey(name)))
            {
                if (tool.Parameters.GetProperty("properties").GetProperty(name) is { ValueKind: JsonValueKind.Object } one && one.TryGetProperty("default", out var usual))
                {
                    given[name] = JsonNode.Parse(usual.GetRawText());
                }
            }

            var arguments = JsonSerializer.SerializeToElement(given);
            var faults = JsonGrammar.Faults(tool.Parameters, arguments);
            fault = faults.Count == 0 ? null : $"The arguments of {tool.Name} are wrong: {string.Join(' ', faults.Take(MostFaultsTold))}";
            return faults.Count == 0 ? arguments : null;
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException)
        {
            // A key that stands twice is an ArgumentException to JsonNode.
            fault = $"The arguments of {tool.Name} are no JSON: {wrong.Message}";
            return null;
        }
    }

    /// <summary>An argument as the engine carries it.</summary>
    public static object? Constant(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? whole : json.GetDouble(),
        _ => json.Clone(),
    };
}
