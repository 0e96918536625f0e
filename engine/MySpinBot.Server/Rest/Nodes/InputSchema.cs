using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Rest.Nodes;

/// <summary>The inputs of a node type as a JSON Schema (2020-12) of the field <c>inputs</c> of a node in a graph: each is a constant of its type, or a link.</summary>
internal static class InputSchema
{
    public static JsonObject Of(NodeDescriptor node)
    {
        var (properties, required) = (new JsonObject(), new JsonArray());
        foreach (var input in node.Inputs.Where(input => input.Hidden is null))
        {
            properties[input.Name] = Input(input);
            if (input.IsRequired && input.Default is null)
            {
                required.Add(input.Name);
            }
        }

        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = node.ClassType,
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = required,
            ["additionalProperties"] = node.TakesExtraInputs,
            ["$defs"] = new JsonObject { ["link"] = Link(), ["graph_input"] = Named("input", "The value of a named input of the graph."), ["secret"] = Named("secret", "A secret by its name.") },
        };
    }

    private static JsonObject Input(InputDescriptor input)
    {
        var ways = new JsonArray();
        foreach (var type in input.Type.Split(',', StringSplitOptions.TrimEntries))
        {
            if (input.IsSecret)
            {
                ways.Add(Reference("secret"));
                break;
            }

            if (!input.IsSocketOnly && !input.IsRawLink && Constant(type, input) is { } constant)
            {
                ways.Add(constant);
            }
        }

        ways.Add(Reference("link"));
        if (!input.IsRawLink)
        {
            ways.Add(Reference("graph_input"));
        }

        var schema = new JsonObject { ["description"] = input.Description, ["anyOf"] = ways };
        if (Default(input) is { } otherwise)
        {
            schema["default"] = otherwise;
        }

        return schema;
    }

    private static JsonObject? Constant(string type, InputDescriptor input) => type switch
    {
        SocketTypes.Int => Number("integer", input),
        SocketTypes.Float => Number("number", input),
        SocketTypes.Boolean => new JsonObject { ["type"] = "boolean" },
        SocketTypes.Text or SocketTypes.File => new JsonObject { ["type"] = "string" },
        SocketTypes.Choice => Choice(input),
        SocketTypes.Json or SocketTypes.Any => [],
        _ => null,
    };

    private static JsonObject Number(string type, InputDescriptor input)
    {
        var schema = new JsonObject { ["type"] = type };
        if (input.Min is { } least && double.IsFinite(least))
        {
            schema["minimum"] = least;
        }

        if (input.Max is { } most && double.IsFinite(most))
        {
            schema["maximum"] = most;
        }

        return schema;
    }

    private static JsonObject Choice(InputDescriptor input)
        => input.Choices.IsEmpty ? new JsonObject { ["type"] = "string" } : new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. input.Choices.Select(choice => JsonValue.Create(choice))]) };

    /// <summary>The value of an input where a graph gives none; null for none. That of a type without texts is written as JSON.</summary>
    public static JsonNode? Default(InputDescriptor input) => input.Default switch
    {
        long number => number,
        double number when double.IsFinite(number) => number,
        bool flag => flag,
        string text => IsText(input.Type) ? text : Parsed(text),
        _ => null,
    };

    private static bool IsText(string types) => types.Split(',', StringSplitOptions.TrimEntries).Any(type => type is SocketTypes.Text or SocketTypes.Choice or SocketTypes.File or SocketTypes.Any);

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text; // a plugin's word for it, then
        }
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/$defs/{name}" };

    private static JsonObject Named(string field, string description) => new()
    {
        ["description"] = description,
        ["type"] = "object",
        ["properties"] = new JsonObject { [field] = new JsonObject { ["type"] = "string" } },
        ["required"] = new JsonArray(field),
        ["additionalProperties"] = false,
    };

    private static JsonObject Link() => JsonNode.Parse(
        """
        {
          "description": "Another node's output.",
          "anyOf": [
            { "type": "array", "prefixItems": [{ "type": "string" }, { "type": "integer", "minimum": 0 }], "minItems": 2, "maxItems": 2 },
            { "type": "object", "properties": { "from": { "type": "string" }, "output": { "type": "string" }, "slot": { "type": "integer", "minimum": 0 } }, "required": ["from"], "additionalProperties": false }
          ]
        }
        """)!.AsObject();
}
