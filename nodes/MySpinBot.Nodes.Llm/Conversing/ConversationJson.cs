using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Conversations as JSON, as OpenAI's clients write them: <c>[{"role": "user", "content": "Hello."}]</c>.</summary>
internal static class ConversationJson
{
    private static readonly JsonWriterOptions AsIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a conversation.</summary>
    /// <param name="json">A list of messages, or an object that has one as <c>messages</c>.</param>
    /// <param name="input">The input that it came from.</param>
    /// <exception cref="NodeFailure">It is none; the sentence says where, and what would be right.</exception>
    public static ChatHistory Read(JsonElement json, string input)
    {
        var list = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("messages", out var messages) ? messages : json;
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw Failures.At(input, $"'{input}' is no conversation; a list such as [{{\"role\": \"user\", \"content\": \"Hello.\"}}] would be right.");
        }

        return list.GetArrayLength() <= ChatHistory.MostMessages
            ? new ChatHistory([.. list.EnumerateArray().Select((message, i) => Message(message, i, input))])
            : throw Failures.At(input, $"'{input}' has {list.GetArrayLength()} messages; a conversation has {ChatHistory.MostMessages} at most.");
    }

    /// <summary>Writes a conversation.</summary>
    public static JsonElement Write(ChatHistory conversation)
    {
        using var document = JsonDocument.Parse(Bytes(conversation));
        return document.RootElement.Clone();
    }

    /// <summary>Its bytes: equal conversations have equal ones.</summary>
    public static byte[] Bytes(ChatHistory conversation)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, AsIs))
        {
            writer.WriteStartArray();
            foreach (var message in conversation.Messages)
            {
                Write(writer, message);
            }

            writer.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WriteStartObject();
        writer.WriteString("role", message.Role);
        writer.WriteString("content", message.Content is null ? null : Whole(message.Content));
        if (message.Name is { } name)
        {
            writer.WriteString("name", name);
        }

        if (message.ToolCallId is { } answered)
        {
            writer.WriteString("tool_call_id", answered);
        }

        if (message.ToolCalls.Count > 0)
        {
            writer.WriteStartArray("tool_calls");
            foreach (var call in message.ToolCalls)
            {
                writer.WriteStartObject();
                writer.WriteString("id", call.Id);
                writer.WriteString("type", "function");
                writer.WriteStartObject("function");
                writer.WriteString("name", call.Name);
                writer.WriteString("arguments", Whole(call.Arguments));
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static ChatMessage Message(JsonElement json, int index, string input)
    {
        if (json.ValueKind != JsonValueKind.Object || Text(json, "role") is not ("system" or "developer" or "user" or "assistant" or "tool"))
        {
            throw Failures.At(input, $"Message {index + 1} of '{input}' has no role; it is system, user, assistant or tool.");
        }

        var role = Text(json, "role")!;
        var content = Content(json, index, input);
        var calls = json.TryGetProperty("tool_calls", out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(call => Call(call, index, input))] : ImmutableArray<ToolCall>.Empty;
        return content is not null || (role == "assistant" && calls.Length > 0)
            ? new ChatMessage(role == "developer" ? "system" : role, content) { ToolCalls = calls, ToolCallId = Text(json, "tool_call_id"), Name = Text(json, "name") }
            : throw Failures.At(input, $"Message {index + 1} of '{input}' has no content; a text would be right.");
    }

    // A text, or parts of which each is one.
    private static string? Content(JsonElement json, int index, string input)
    {
        if (!json.TryGetProperty("content", out var content) || content.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (content.ValueKind == JsonValueKind.String)
        {
            return Bounded(content.GetString()!, index, input);
        }

        if (content.ValueKind != JsonValueKind.Array || !content.EnumerateArray().All(part => part.ValueKind == JsonValueKind.Object && Text(part, "text") is not null))
        {
            throw Failures.At(input, $"The content of message {index + 1} of '{input}' is no text; pictures are not read by language models here.");
        }

        var whole = new StringBuilder();
        foreach (var part in content.EnumerateArray())
        {
            whole.Append(Text(part, "text"));
        }

        return Bounded(whole.ToString(), index, input);
    }

    private static ToolCall Call(JsonElement json, int index, string input)
        => json.ValueKind == JsonValueKind.Object && Text(json, "id") is { } id && json.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object && Text(function, "name") is { } name
            ? new ToolCall(id, name, Text(function, "arguments") ?? "{}")
            : throw Failures.At(input, $"A call in message {index + 1} of '{input}' is none; {{\"id\": \"call_1\", \"function\": {{\"name\": …, \"arguments\": \"{{}}\"}}}} would be right.");

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static string Bounded(string text, int index, string input)
        => Encoding.UTF8.GetByteCount(text) <= ChatHistory.LongestMessage ? text : throw Failures.At(input, $"Message {index + 1} of '{input}' has more than {ChatHistory.LongestMessage} bytes.");

    // Half of a pair of UTF-16 stands for no character, and JSON has no bytes for it.
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
