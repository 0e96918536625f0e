using System.Text.Json.Nodes;

namespace MySpinBot.Server.Comfy.Prompts;

/// <summary>Something wrong, in ComfyUI's form.</summary>
/// <param name="Type">What kind.</param>
/// <param name="Message">What kind, for people.</param>
/// <param name="Details">What exactly.</param>
/// <param name="ExtraInfo">What clients may look at.</param>
internal sealed record PromptError(string Type, string Message, string Details, JsonObject ExtraInfo)
{
    public PromptError(string type, string message, string details)
        : this(type, message, details, [])
    {
    }

    public JsonObject ToJson() => new()
    {
        ["type"] = Type,
        ["message"] = Message,
        ["details"] = Details,
        ["extra_info"] = ExtraInfo.DeepClone(),
    };
}

/// <summary>What is wrong with a node.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="ClassType">Its type.</param>
/// <param name="Errors">What is wrong.</param>
/// <param name="DependentOutputs">The output nodes that cannot be made because of it.</param>
internal sealed record NodeErrors(string NodeId, string ClassType, IReadOnlyList<PromptError> Errors, IReadOnlyList<string> DependentOutputs)
{
    /// <summary>By node id, as <c>POST /prompt</c> answers.</summary>
    public static JsonObject ToJson(IEnumerable<NodeErrors> nodes)
    {
        var json = new JsonObject();
        foreach (var node in nodes)
        {
            json[node.NodeId] = new JsonObject
            {
                ["errors"] = new JsonArray([.. node.Errors.Select(error => error.ToJson())]),
                ["dependent_outputs"] = new JsonArray([.. node.DependentOutputs.Select(id => JsonValue.Create(id))]),
                ["class_type"] = node.ClassType,
            };
        }

        return json;
    }
}
