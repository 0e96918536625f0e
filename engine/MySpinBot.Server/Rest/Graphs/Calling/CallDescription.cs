using System.Text.Json.Nodes;
using MySpinBot.Core.Calling;

namespace MySpinBot.Server.Rest.Graphs.Calling;

/// <summary>An OpenAPI document of one graph: calling it, and asking for its job and the job's results. All but the types of inputs and outputs is cut out of the whole interface's document, so that it cannot say something else.</summary>
internal sealed class CallDescription
{
    private const string Run = $"{Addresses.Graphs}/{{id}}/run";
    private const string Results = $"{Addresses.Jobs}/{{id}}/results";

    private readonly Lazy<JsonObject> _whole = new(() => JsonNode.Parse(OpenApiRoute.Read())!.AsObject());

    /// <summary>The document.</summary>
    /// <param name="call">The graph.</param>
    /// <param name="server">The server's address as whoever asks has found it: clients that are made of the document call it there.</param>
    public JsonObject Of(GraphCall call, Uri server)
    {
        var whole = _whole.Value;
        var paths = new JsonObject
        {
            [$"{Addresses.Graph(call.Graph.Id)}/run"] = new JsonObject { ["post"] = Running(call) },
            [$"{Addresses.Jobs}/{{id}}"] = new JsonObject { ["get"] = Copy(whole["paths"]![$"{Addresses.Jobs}/{{id}}"]!["get"]!) },
            [Results] = new JsonObject { ["get"] = Reading() },
        };
        var parts = new JsonObject { ["schemas"] = new JsonObject { ["Inputs"] = CallSchema.Of(call.Callable), ["GraphResults"] = ResultsOf(call.Callable) } };
        Gather(paths, parts);
        Gather(parts["schemas"]!["GraphResults"]!, parts);
        parts["securitySchemes"] = Copy(whole["components"]!["securitySchemes"]!);
        return new JsonObject
        {
            ["openapi"] = Copy(whole["openapi"]!),
            ["info"] = Info(call),
            ["servers"] = new JsonArray(new JsonObject { ["url"] = server.ToString().TrimEnd('/') }),
            ["security"] = Copy(whole["security"]!),
            ["paths"] = paths,
            ["components"] = parts,
        };
    }

    private static JsonObject Info(GraphCall call)
    {
        var info = new JsonObject { ["title"] = call.Graph.Name, ["version"] = $"{call.Revision.Number}" };
        if (call.Graph.Description.Length > 0)
        {
            info["description"] = call.Graph.Description;
        }

        return info;
    }

    private JsonObject Running(GraphCall call)
    {
        var operation = Copy(_whole.Value["paths"]![Run]!["post"]!).AsObject();
        operation["operationId"] = "run";
        operation["summary"] = call.Graph.Name;
        operation.Remove("tags");
        var parameters = operation["parameters"]!.AsArray();
        for (var i = parameters.Count - 1; i >= 0; i--)
        {
            if (IsId(parameters[i]!))
            {
                parameters.RemoveAt(i);
            }
            else if (parameters[i]!["name"]?.GetValue<string>() == "revision")
            {
                parameters[i]!["schema"]!["default"] = call.Revision.Number;
            }
        }

        var content = new JsonObject { ["schema"] = Reference("Inputs") };
        if (Example(call.Callable) is { Count: > 0 } example)
        {
            content["example"] = example;
        }

        operation["requestBody"] = new JsonObject { ["required"] = call.Callable.Parameters.Any(parameter => parameter is { IsRequired: true }), ["content"] = new JsonObject { ["application/json"] = content } };
        return operation;
    }

    private JsonObject Reading()
    {
        var operation = Copy(_whole.Value["paths"]![Results]!["get"]!).AsObject();
        operation["responses"]!["200"]!["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = Reference("GraphResults") } };
        return operation;
    }

    // Whatever else became of nodes stands there, too.
    private static JsonObject ResultsOf(CallableGraph graph)
    {
        var nodes = new JsonArray();
        foreach (var result in graph.Results)
        {
            var named = new JsonObject { ["node"] = new JsonObject { ["const"] = result.NodeId }, ["class_type"] = new JsonObject { ["const"] = result.ClassType } };
            var node = new JsonObject { ["title"] = result.Title, ["description"] = result.Description, ["allOf"] = new JsonArray(Reference("NodeResult"), new JsonObject { ["type"] = "object", ["properties"] = named }) };
            if (result.Type is { } type)
            {
                node["x-socket-type"] = type;
            }

            nodes.Add(node);
        }

        nodes.Add(Reference("NodeResult"));
        return new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("job", "nodes"),
            ["properties"] = new JsonObject { ["job"] = Reference("Job"), ["nodes"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["anyOf"] = nodes } }, ["problems"] = new JsonObject { ["type"] = "array", ["items"] = Reference("Fault") } },
        };
    }

    private static JsonObject Example(CallableGraph graph)
    {
        var example = new JsonObject();
        foreach (var parameter in graph.Parameters.Where(parameter => parameter is { CanBeGiven: true, Default: not null }))
        {
            example[parameter.Name] = CallSchema.Node(parameter.Default!.Value);
        }

        return example;
    }

    // All that is referred to, and what that refers to.
    private void Gather(JsonNode from, JsonObject parts)
    {
        var left = new Stack<JsonNode>([from]);
        while (left.TryPop(out var node))
        {
            if (node is JsonArray list)
            {
                foreach (var item in list.OfType<JsonNode>())
                {
                    left.Push(item);
                }
            }
            else if (node is JsonObject fields)
            {
                foreach (var (name, value) in fields.Where(field => field.Value is not null))
                {
                    if (name == "$ref" && value is JsonValue && Taken(value.GetValue<string>(), parts) is { } part)
                    {
                        left.Push(part);
                    }
                    else
                    {
                        left.Push(value!);
                    }
                }
            }
        }
    }

    private JsonNode? Taken(string reference, JsonObject parts)
    {
        if (reference.Split('/') is not ["#", "components", var kind, var name] || parts[kind]?[name] is not null)
        {
            return null;
        }

        var part = Copy(_whole.Value["components"]![kind]![name]!);
        (parts[kind] ??= new JsonObject())[name] = part;
        return part;
    }

    private static bool IsId(JsonNode parameter) => parameter["$ref"]?.GetValue<string>() == "#/components/parameters/GraphId";

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    private static JsonNode Copy(JsonNode node) => node.DeepClone();
}
