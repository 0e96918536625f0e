using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Core.Documents;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Comfy.Prompts;

/// <summary>Tells the faults that Core finds as ComfyUI tells them.</summary>
internal static class PromptErrors
{
    private const int LongestListShown = 20;

    /// <summary>A type that no plugin offers.</summary>
    public static PromptError UnknownType(string id, string classType, string? title) => new(
        "missing_node_type",
        $"Node '{title ?? classType}' not found. The custom node may not be installed.",
        $"Node ID '#{id}'",
        new JsonObject { ["node_id"] = id, ["class_type"] = classType, ["node_title"] = title ?? classType });

    /// <summary>A node without a type.</summary>
    public static PromptError NoType(string id, string sentence) => new(
        "missing_node_type",
        $"Node 'ID #{id}' has no class_type. The workflow may be corrupted or a custom node is missing.",
        $"Node ID '#{id}'",
        new JsonObject { ["node_id"] = id, ["class_type"] = null, ["node_title"] = null, ["sentence"] = sentence });

    /// <summary>No output nodes, or none of those that were named.</summary>
    public static PromptError NoOutputs { get; } = new("prompt_no_outputs", "Prompt has no outputs", "");

    /// <summary>A fault at a node.</summary>
    public static PromptError Of(GraphProblem problem, PromptGraph graph)
    {
        var input = problem.Input ?? "";
        var type = graph.TypeOf(problem.NodeId!)?.Inputs.FirstOrDefault(declared => declared.Name == input);
        var given = graph.Find(problem.NodeId!)?.Inputs.FirstOrDefault(written => written.Name == input)?.Value;
        return problem.Code switch
        {
            ProblemCodes.MissingInput => new("required_input_missing", "Required input is missing", input, new JsonObject { ["input_name"] = input }),
            ProblemCodes.BadLink => BadLink(problem, input, type, given),
            ProblemCodes.BadValue when given is ConstantValue { Json.ValueKind: JsonValueKind.Array } => BadLink(problem, input, type, given),
            ProblemCodes.TypeMismatch => Mismatch(problem, input, type, given),
            ProblemCodes.BadValue => BadValue(problem, input, type, given),
            ProblemCodes.OutOfRange => OutOfRange(problem, input, type, given),
            ProblemCodes.NotAChoice => NotAChoice(problem, input, type, given),
            ProblemCodes.Cycle => throw new InvalidOperationException("A circle is told of all its nodes."),
            _ => new(
                "custom_validation_failed",
                "Custom validation failed for node",
                problem.Input is null ? problem.Sentence : $"{input} - {problem.Sentence}",
                problem.Input is null ? [] : new JsonObject { ["input_name"] = input }),
        };
    }

    /// <summary>Links that lead in a circle: the same is told of each of its nodes.</summary>
    public static IEnumerable<(string NodeId, PromptError Error)> OfCycle(GraphProblem problem, PromptGraph graph)
    {
        // ComfyUI walks from a node to what it needs; the path here goes as values flow.
        var path = problem.Path.Reverse().ToList();
        var nodes = path.Distinct().ToList();
        var details = string.Join(" -> ", path.Select(id => $"{id} ({graph.Find(id)?.ClassType})"));
        return nodes.Select(id => (id, new PromptError(
            "dependency_cycle",
            "Dependency cycle detected",
            details,
            new JsonObject { ["node_id"] = id, ["cycle_nodes"] = new JsonArray([.. nodes.Select(node => JsonValue.Create(node))]) })));
    }

    private static PromptError BadLink(GraphProblem problem, string input, InputDescriptor? type, InputValue? given) => new(
        "bad_linked_input",
        given is LinkValue ? "Bad linked input, the output that it names does not exist" : "Bad linked input, must be a length-2 list of [node_id, slot_index]",
        given is LinkValue ? $"{input} - {problem.Sentence}" : input,
        new JsonObject { ["input_name"] = input, ["input_config"] = InputConfig.Of(type), ["received_value"] = Written(given) });

    private static PromptError Mismatch(GraphProblem problem, string input, InputDescriptor? type, InputValue? given) => new(
        "return_type_mismatch",
        "Return type mismatch between linked nodes",
        $"{input}, received_type({problem.Got}) mismatch input_type({problem.Expected})",
        new JsonObject { ["input_name"] = input, ["input_config"] = InputConfig.Of(type), ["received_type"] = problem.Got, ["linked_node"] = Written(given) });

    private static PromptError BadValue(GraphProblem problem, string input, InputDescriptor? type, InputValue? given) => new(
        "invalid_input_type",
        $"Failed to convert an input value to a {type?.Type} value",
        $"{input}, {Written(given)?.ToJsonString()}, {problem.Sentence}",
        new JsonObject
        {
            ["input_name"] = input,
            ["input_config"] = InputConfig.Of(type),
            ["received_value"] = Written(given),
            ["exception_message"] = problem.Sentence,
        });

    private static PromptError OutOfRange(GraphProblem problem, string input, InputDescriptor? type, InputValue? given)
    {
        var isSmall = double.TryParse(problem.Got, CultureInfo.InvariantCulture, out var number) && number < type?.Min;
        var limit = (isSmall ? type?.Min : type?.Max)?.ToString(CultureInfo.InvariantCulture);
        return new PromptError(
            isSmall ? "value_smaller_than_min" : "value_bigger_than_max",
            isSmall ? $"Value {problem.Got} smaller than min of {limit}" : $"Value {problem.Got} bigger than max of {limit}",
            input,
            new JsonObject { ["input_name"] = input, ["input_config"] = InputConfig.Of(type), ["received_value"] = Written(given) });
    }

    private static PromptError NotAChoice(GraphProblem problem, string input, InputDescriptor? type, InputValue? given)
    {
        var choices = type?.Choices ?? [];
        var isLong = choices.Length > LongestListShown;
        var list = isLong ? $"(list of length {choices.Length})" : $"[{string.Join(", ", choices.Select(choice => $"'{choice}'"))}]";
        return new PromptError(
            "value_not_in_list",
            "Value not in list",
            $"{input}: '{problem.Got}' not in {list}",
            new JsonObject { ["input_name"] = input, ["input_config"] = isLong ? null : InputConfig.Of(type), ["received_value"] = Written(given) });
    }

    private static JsonNode? Written(InputValue? given) => given switch
    {
        ConstantValue { Json: var json } => JsonNode.Parse(json.GetRawText(), documentOptions: new JsonDocumentOptions { MaxDepth = JsonBody.MaxDepth }),
        LinkValue link => new JsonArray(link.NodeId, link.Output is null ? JsonValue.Create(link.Slot ?? 0) : JsonValue.Create(link.Output)),
        _ => null,
    };
}
