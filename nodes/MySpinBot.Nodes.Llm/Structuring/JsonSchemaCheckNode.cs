using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Whether JSON is as it should be.</summary>
public static class JsonSchemaCheckNode
{
    /// <summary>Says whether a text is JSON that a JSON Schema accepts, and what is wrong where it is not: what a loop goes by that asks a model again.</summary>
    /// <param name="text">The text; fences of Markdown around it do not count.</param>
    /// <param name="schema">The JSON Schema.</param>
    /// <returns>valid: Whether the schema accepts it; faults: What is wrong, a sentence each, empty where nothing is; json: The value, null where the text is no JSON.</returns>
    [Node("JsonSchemaCheck", Title = "Check JSON by schema", Category = "llm/structure", Search = "validate,json schema,structured output,retry", Validate = nameof(Faults))]
    public static (bool Valid, string Faults, JsonElement Json) Check([Input(Multiline = true)] string text, JsonElement schema)
    {
        var wanted = SchemaInput.Read(schema, "schema") ?? throw Failures.At("schema", "'schema' is empty; a JSON Schema such as {\"type\": \"object\"} would be right.");
        var (value, faults) = AskedJson.Read(text, wanted);
        return (value is not null && faults.Count == 0, string.Join('\n', faults), value ?? JsonElement.Parse("null"));
    }

    internal static IEnumerable<InputFault> Faults(JsonElement? schema) => schema is null ? [] : InputFaults.Of(("schema", () => SchemaInput.Read(schema, "schema")));
}
