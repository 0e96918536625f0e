using System.Text.Json;
using MySpinBot.Sdk;
using AI = Microsoft.Extensions.AI;

namespace MySpinBot.Nodes.Llm.Remote.OpenAi;

/// <summary>Writes messages and tools as OpenAI's API has them; the form of tools is Ollama's, too.</summary>
internal static class OpenAiMessage
{
    /// <summary>Writes a message.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="message">The message.</param>
    /// <param name="thoughts">The name for what an assistant thought; null where it is not told again.</param>
    public static void Write(Utf8JsonWriter writer, AI.ChatMessage message, string? thoughts)
    {
        var (result, calls) = (message.Contents.OfType<AI.FunctionResultContent>().FirstOrDefault(), message.Contents.OfType<AI.FunctionCallContent>().ToList());
        writer.WriteStartObject();
        writer.WriteString("role", message.Role.Value);
        if (result is not null)
        {
            writer.WriteString("tool_call_id", result.CallId);
        }

        if (message.AuthorName is { } name)
        {
            writer.WriteString("name", name);
        }

        // An assistant that only called said nothing; everybody else said something, be it empty.
        if (result is null && calls.Count > 0 && message.Text.Length == 0)
        {
            writer.WriteNull("content");
        }
        else
        {
            writer.WriteString("content", result?.Result as string ?? message.Text);
        }

        if (thoughts is not null && string.Concat(message.Contents.OfType<AI.TextReasoningContent>().Select(thought => thought.Text)) is { Length: > 0 } thought)
        {
            writer.WriteString(thoughts, thought);
        }

        if (calls.Count > 0)
        {
            writer.WriteStartArray("tool_calls");
            foreach (var call in calls)
            {
                Write(writer, call);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes the list of tools.</summary>
    public static void WriteTools(Utf8JsonWriter writer, IEnumerable<AI.AITool> tools)
    {
        writer.WriteStartArray("tools");
        foreach (var tool in tools)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "function");
            writer.WriteStartObject("function");
            writer.WriteString("name", tool.Name);
            if (tool.Description.Length > 0)
            {
                writer.WriteString("description", tool.Description);
            }

            if (tool is AI.AIFunctionDeclaration declared)
            {
                writer.WritePropertyName("parameters");
                declared.JsonSchema.WriteTo(writer);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Arguments of a call as JSON: the words in which it was made, where they are known.</summary>
    public static string ArgumentsOf(AI.FunctionCallContent call)
        => call.RawRepresentation is ToolCall { Arguments: { Length: > 0 } words } ? words : JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>());

    private static void Write(Utf8JsonWriter writer, AI.FunctionCallContent call)
    {
        writer.WriteStartObject();
        writer.WriteString("id", call.CallId);
        writer.WriteString("type", "function");
        writer.WriteStartObject("function");
        writer.WriteString("name", call.Name);
        writer.WriteString("arguments", ArgumentsOf(call));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
