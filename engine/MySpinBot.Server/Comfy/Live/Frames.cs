using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Comfy.History;
using MySpinBot.Server.Comfy.Prompts;

namespace MySpinBot.Server.Comfy.Live;

/// <summary>The messages about a job.</summary>
internal static class Frames
{
    /// <summary><c>execution_start</c>, <c>execution_success</c>.</summary>
    public static SocketFrame OfRun(string type, Guid job, long at) => SocketFrame.Of(type, (job, at), static (writer, what) => WriteRun(writer, what.job, what.at));

    /// <summary><c>execution_cached</c>.</summary>
    public static SocketFrame Cached(Guid job, IReadOnlyList<string> nodes, long at) => SocketFrame.Of("execution_cached", (job, nodes, at), static (writer, what) =>
    {
        writer.WriteTexts("nodes", what.nodes);
        WriteRun(writer, what.job, what.at);
    });

    /// <summary><c>executing</c>: a node begins.</summary>
    public static SocketFrame Executing(Guid job, string node, string root) => SocketFrame.Of("executing", (job, node, root), static (writer, what) =>
    {
        writer.WriteString("node", what.node);
        writer.WriteString("display_node", what.root);
        writer.WriteString("prompt_id", PromptIds.Of(what.job));
    });

    /// <summary><c>executing</c> of no node: the job is over.</summary>
    public static SocketFrame Over(Guid job) => SocketFrame.Of("executing", job, static (writer, id) =>
    {
        writer.WriteNull("node");
        writer.WriteString("prompt_id", PromptIds.Of(id));
    });

    /// <summary><c>executed</c>: what a node shows.</summary>
    public static SocketFrame Executed(Guid job, string node, string root, JsonElement? shown) => SocketFrame.Of("executed", (job, node, root, shown), static (writer, what) =>
    {
        writer.WriteString("node", what.node);
        writer.WriteString("display_node", what.root);
        writer.WritePropertyName("output");
        if (what.shown is { } output)
        {
            output.WriteTo(writer);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteString("prompt_id", PromptIds.Of(what.job));
    });

    /// <summary><c>progress</c> of one node.</summary>
    public static SocketFrame Progress(Guid job, ProgressReported reported) => SocketFrame.Of("progress", (job, reported), static (writer, what) =>
    {
        writer.WritePropertyName("value");
        writer.WriteNumberPlainly(what.reported.Done);
        writer.WritePropertyName("max");
        writer.WriteNumberPlainly(what.reported.Total);
        writer.WriteString("prompt_id", PromptIds.Of(what.job));
        writer.WriteString("node", what.reported.NodeId);
    });

    /// <summary><c>execution_error</c>: the job failed.</summary>
    public static SocketFrame Failed(Guid job, ExecutionError error, IEnumerable<string> executed, IEnumerable<string> known, long at)
        => SocketFrame.Of("execution_error", (job, error, executed, known, at), static (writer, what) => what.error.Write(writer, PromptIds.Of(what.job), what.executed, what.known, what.at));

    /// <summary><c>execution_error</c> of a block: the run goes on.</summary>
    public static SocketFrame Blocked(Guid job, string node, string classType, string message, IEnumerable<string> executed)
        => SocketFrame.Of("execution_error", (job, node, classType, message, executed), static (writer, what) =>
        {
            writer.WriteString("prompt_id", PromptIds.Of(what.job));
            writer.WriteString("node_id", what.node);
            writer.WriteString("node_type", what.classType);
            writer.WriteTexts("executed", what.executed);
            writer.WriteString("exception_message", $"Execution Blocked: {what.message}");
            writer.WriteString("exception_type", "ExecutionBlocked");
            writer.WriteTexts("traceback", []);
            writer.WriteTexts("current_inputs", []);
            writer.WriteTexts("current_outputs", []);
        });

    /// <summary><c>execution_interrupted</c>.</summary>
    public static SocketFrame Interrupted(Guid job, string node, string classType, IEnumerable<string> executed, long at)
        => SocketFrame.Of("execution_interrupted", (job, node, classType, executed, at), static (writer, what) =>
        {
            writer.WriteString("node_id", what.node);
            writer.WriteString("node_type", what.classType);
            writer.WriteTexts("executed", what.executed);
            WriteRun(writer, what.job, what.at);
        });

    private static void WriteRun(Utf8JsonWriter writer, Guid job, long at)
    {
        writer.WriteString("prompt_id", PromptIds.Of(job));
        writer.WriteNumber("timestamp", at);
    }
}
