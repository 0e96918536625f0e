using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Tools for models that were taught no form of their own: they are told of them in words, and answer with a JSON object.</summary>
internal static class GenericCalls
{
    /// <summary>Begins such an answer.</summary>
    public const string Field = "tool_calls";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is said to the model.</summary>
    public static string Describe(IReadOnlyList<ToolDeclaration> tools)
    {
        JsonArray list = [.. tools.Select(tool => (JsonNode)Declared(tool))];
        return $$$"""
            You can call these tools:
            {{{list.ToJsonString(Readable)}}}
            To call tools, answer with nothing but a JSON object of this form: {"{{{Field}}}": [{"name": "<name of the tool>", "arguments": {<its arguments>}}]}
            When no tool is needed, answer in plain text.
            """;
    }

    /// <summary>Calls as the model would have written them.</summary>
    public static string Write(IReadOnlyList<ToolCall> calls)
        => new JsonObject { [Field] = new JsonArray([.. calls.Select(call => (JsonNode)new JsonObject { ["name"] = call.Name, ["arguments"] = Json(call.Arguments) })]) }
            .ToJsonString(Readable);

    /// <summary>What a tool answered.</summary>
    public static string WriteResult(ChatMessage message)
    {
        var answer = new JsonObject();
        if (message.Name is not null)
        {
            answer["tool"] = message.Name;
        }

        answer["content"] = message.Content ?? "";
        return new JsonObject { ["tool_response"] = answer }.ToJsonString(Readable);
    }

    private static JsonObject Declared(ToolDeclaration tool)
    {
        var declared = new JsonObject { ["name"] = tool.Name };
        if (tool.Description is not null)
        {
            declared["description"] = tool.Description;
        }

        declared["parameters"] = tool.Parameters is { } parameters ? JsonNode.Parse(parameters.GetRawText()) : new JsonObject { ["type"] = "object", ["properties"] = new JsonObject() };
        return declared;
    }

    private static JsonNode? Json(string arguments)
    {
        try
        {
            return JsonNode.Parse(arguments.Length == 0 ? "{}" : arguments);
        }
        catch (JsonException)
        {
            // What a model wrote that is no JSON is told to it again as a text.
            return JsonValue.Create(arguments);
        }
    }
}
