using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Core.Calling;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Rest.Graphs.Calling;

/// <summary>What a graph is called with, as a JSON Schema (2020-12): an object with a field for each named input. It says what <see cref="CallCheck"/> checks.</summary>
internal static class CallSchema
{
    public static JsonObject Of(CallableGraph graph)
    {
        var (properties, required) = (new JsonObject(), new JsonArray());
        foreach (var parameter in graph.Parameters.Where(parameter => parameter.CanBeGiven))
        {
            properties[parameter.Name] = Of(parameter);
            if (parameter.IsRequired)
            {
                required.Add(parameter.Name);
            }
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        return schema;
    }

    private static JsonObject Of(GraphParameter parameter)
    {
        var types = parameter.Types.Where(type => type is SocketTypes.Int or SocketTypes.Float or SocketTypes.Boolean or SocketTypes.Text or SocketTypes.Choice or SocketTypes.File or SocketTypes.Json or SocketTypes.Any)
            .Select(type => Of(type, parameter)).ToArray();
        var schema = types is [var only] ? only : new JsonObject { ["anyOf"] = new JsonArray(types) };
        schema["title"] = parameter.Label;
        if (parameter.Description.Length > 0)
        {
            schema["description"] = parameter.Description;
        }

        if (parameter.Default is { } otherwise)
        {
            schema["default"] = Node(otherwise);
        }

        return schema;
    }

    /// <summary>A value as a part of another document.</summary>
    public static JsonNode? Node(JsonElement value) => JsonSerializer.SerializeToNode(value);

    private static JsonObject Of(string type, GraphParameter parameter) => type switch
    {
        SocketTypes.Int => Number("integer", parameter),
        SocketTypes.Float => Number("number", parameter),
        SocketTypes.Boolean => new JsonObject { ["type"] = "boolean" },
        SocketTypes.File => File(parameter),
        SocketTypes.Json => [],
        SocketTypes.Any => new JsonObject { ["not"] = new JsonObject { ["type"] = "null" } },
        _ when !parameter.Choices.IsEmpty => new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. parameter.Choices.Select(choice => JsonValue.Create(choice))]) },
        _ => new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Number(string type, GraphParameter parameter)
    {
        var schema = new JsonObject { ["type"] = type };
        if (parameter.Min is { } least)
        {
            schema["minimum"] = least;
        }

        if (parameter.Max is { } most)
        {
            schema["maximum"] = most;
        }

        return schema;
    }

    // What an upload's answer calls 'path'.
    private static JsonObject File(GraphParameter parameter)
    {
        var schema = new JsonObject { ["type"] = "string", ["x-upload"] = $"{Addresses.Root}/uploads" };
        if (!parameter.FileExtensions.IsDefaultOrEmpty)
        {
            schema["x-extensions"] = new JsonArray([.. parameter.FileExtensions.Select(extension => JsonValue.Create(extension))]);
        }

        return schema;
    }
}
