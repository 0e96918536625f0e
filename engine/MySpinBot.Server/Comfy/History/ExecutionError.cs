using System.Text.Json;
using System.Text.RegularExpressions;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Messages;

namespace MySpinBot.Server.Comfy.History;

/// <summary>Why a prompt failed, as ComfyUI tells it.</summary>
/// <param name="NodeId">The node of the prompt.</param>
/// <param name="ClassType">Its type.</param>
/// <param name="Message">The sentence.</param>
/// <param name="ExceptionType">What kind of failure.</param>
/// <param name="Traceback">For developers.</param>
internal sealed partial record ExecutionError(string NodeId, string ClassType, string Message, string ExceptionType, IReadOnlyList<string> Traceback)
{
    private const string Plain = "NodeFailure";

    /// <summary>Of a node that failed.</summary>
    public static ExecutionError Of(NodeFailed failure, PromptStory story)
    {
        var root = story.Lineage.RootOf(failure.NodeId);
        var type = story.ClassTypeOf(root) is { Length: > 0 } known ? known : failure.ClassType;
        var lines = failure.Details?.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var named = lines.Length > 0 ? TypeName().Match(lines[0]) : Match.Empty;
        return new ExecutionError(root, type, failure.Sentence, named.Success ? named.Value : Plain, [.. lines.Select(line => line + "\n")]);
    }

    /// <summary>Of a job that failed without any node: its graph was refused when it had its turn, or it was ended.</summary>
    public static ExecutionError Of(string? reason, IReadOnlyList<GraphProblem>? problems, PromptStory story)
    {
        var first = problems is { Count: > 0 } ? problems[0] : null;
        var node = story.Lineage.RootOf(first?.NodeId ?? story.First);
        var message = problems is { Count: > 0 } ? string.Join('\n', problems.Select(problem => problem.Sentence)) : reason ?? "The prompt failed.";
        return new ExecutionError(node, story.ClassTypeOf(node), message, problems is { Count: > 0 } ? "GraphProblem" : Plain, []);
    }

    /// <summary>Writes its fields into an object.</summary>
    public void Write(Utf8JsonWriter writer, string promptId, IEnumerable<string> executed, IEnumerable<string> outputs, long? timestamp)
    {
        writer.WriteString("prompt_id", promptId);
        writer.WriteString("node_id", NodeId);
        writer.WriteString("node_type", ClassType);
        writer.WriteTexts("executed", executed);
        writer.WriteString("exception_message", Message);
        writer.WriteString("exception_type", ExceptionType);
        writer.WriteTexts("traceback", Traceback);
        writer.WriteStartObject("current_inputs");
        writer.WriteEndObject();
        writer.WriteTexts("current_outputs", outputs);
        if (timestamp is { } at)
        {
            writer.WriteNumber("timestamp", at);
        }
    }

    [GeneratedRegex(@"^[A-Za-z_][\w.+`]*(?=:|$)")]
    private static partial Regex TypeName();
}

/// <summary>Lists of texts.</summary>
internal static class TextLists
{
    /// <summary>Writes a field that is a list of texts.</summary>
    public static void WriteTexts(this Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
