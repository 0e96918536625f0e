using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>What models may call.</summary>
public static partial class LlmToolNode
{
    // What the loop node that runs a body calls its own.
    private static readonly string[] Taken = ["carry", "index", "count"];

    /// <summary>Makes a piece of graph something that a language model may call: LlmAgent does what the model asks of it, and tells it what came of it.</summary>
    /// <remarks>The body is one node, <c>{"class_type": "MathExpression", "inputs": {"expression": ["formula", 0]}}</c>, or several, <c>{"nodes": {…}, "result": ["id", 0]}</c>, in ComfyUI's API format.
    /// Where a link names an argument in place of a node, <c>["formula", 0]</c>, it is given what the model gave; <c>["carry", 0]</c> is all arguments as JSON. What the body comes to is told to the model as text.
    /// Arguments that the model may leave out need a <c>default</c> in the schema.</remarks>
    /// <param name="name">Its name: letters, digits, <c>_</c> and <c>-</c>.</param>
    /// <param name="description">What it does and when to use it: all that the model knows of it.</param>
    /// <param name="body">What it does.</param>
    /// <param name="parameters">JSON Schema of its arguments: <c>{"type": "object", "properties": {"formula": {"type": "string"}}, "required": ["formula"]}</c>; nothing for none.</param>
    /// <returns>The tool.</returns>
    [Node("LlmTool", Title = "Tool", Category = "llm/agents", Search = "tool,function calling,agent,mcp,plugin,langgraph", Validate = nameof(Faults))]
    public static LanguageTool Make(string name, [Input(Multiline = true)] string description, JsonElement body, JsonElement? parameters = null)
        => new(Name(name), Description(description), Parameters(parameters), Body(body));

    internal static IEnumerable<InputFault> Faults(string? name, string? description, JsonElement? body, JsonElement? parameters)
        => InputFaults.Of(("name", () => name is null ? null : Name(name)), ("description", () => description is null ? null : Description(description)), ("body", () => body is null ? null : Body(body.Value)),
            ("parameters", () => Parameters(parameters)));

    private static string Name(string name)
        => Names().IsMatch(name) ? name : throw Failures.At("name", $"'{name}' is no name of a tool; it has 1 to 64 letters, digits, _ and -.");

    private static string Description(string description)
        => Encoding.UTF8.GetByteCount(description) <= LanguageToolCodec.Longest / 16 ? description : throw Failures.At("description", $"'description' has more than {LanguageToolCodec.Longest / 16} bytes.");

    private static JsonElement Body(JsonElement body)
        => body.ValueKind == JsonValueKind.Object && (body.TryGetProperty("class_type", out _) || (body.TryGetProperty("nodes", out _) && body.TryGetProperty("result", out _)))
            ? Bounded(body, "body")
            : throw Failures.At("body", "'body' is no piece of graph; it takes a node, {\"class_type\": …, \"inputs\": {…}}, or several, {\"nodes\": {\"id\": …}, \"result\": [\"id\", 0]}.");

    private static JsonElement Parameters(JsonElement? parameters)
    {
        var schema = SchemaInput.Read(parameters, "parameters") ?? JsonElement.Parse("""{"type": "object", "properties": {}}""");
        if (!schema.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || !type.ValueEquals("object"))
        {
            throw Failures.At("parameters", "'parameters' is no schema of an object; {\"type\": \"object\", \"properties\": {…}} would be right.");
        }

        return ToolArguments.Names(schema).FirstOrDefault(Taken.Contains) is { } taken
            ? throw Failures.At("parameters", $"An argument is called '{taken}', which is what the node that runs the body calls its own; it needs another name.")
            : Bounded(schema, "parameters");
    }

    private static JsonElement Bounded(JsonElement json, string input)
        => Encoding.UTF8.GetByteCount(json.GetRawText()) <= LanguageToolCodec.Longest ? json : throw Failures.At(input, $"'{input}' has more than {LanguageToolCodec.Longest} bytes.");

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
