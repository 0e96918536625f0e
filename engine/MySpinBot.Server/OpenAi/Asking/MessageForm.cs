using System.Text;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Server.OpenAi.Asking;

/// <summary>A conversation: <c>messages</c>. Content may be a text or a list of parts; parts that are no texts are refused, as the models here read text only.</summary>
internal static class MessageForm
{
    private const int Most = 10_000;
    private const int MostParts = 1_000;
    private const int MostCalls = 128;
    private const int LongestName = 256;

    /// <summary>Reads it.</summary>
    public static IReadOnlyList<ChatMessage> Read(Fields fields)
    {
        var list = fields.List("messages", Most) ?? throw OpenAiRefusal.Wrong("messages", "'messages' is missing; it must be a list of messages, each with a role and content.");
        return list.GetArrayLength() > 0
            ? [.. list.EnumerateArray().Select((message, index) => Message(message, $"messages[{index}]"))]
            : throw OpenAiRefusal.Wrong("messages", "'messages' is empty; there must be one message at least.");
    }

    private static ChatMessage Message(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw OpenAiRefusal.Wrong(path, $"'{path}' is {Core.Sentences.Shown.Value(json)}; it must be an object with a role and content.");
        }

        var message = new Fields(json, path);
        var role = message.Word("role", "system", "developer", "user", "assistant", "tool")
            ?? throw OpenAiRefusal.Wrong(message.At("role"), $"'{message.At("role")}' is missing; it must be 'system', 'developer', 'user', 'assistant' or 'tool'.");
        return role switch
        {
            "assistant" => Assistant(message),
            "tool" => new ChatMessage(role, NeededContent(message)) { ToolCallId = message.NeededText("tool_call_id", LongestName), Name = message.Text("name", LongestName) },

            // OpenAI's newer word for what every template knows as the system's.
            _ => new ChatMessage(role == "developer" ? "system" : role, NeededContent(message)) { Name = message.Text("name", LongestName) },
        };
    }

    private static ChatMessage Assistant(Fields message)
    {
        var calls = message.List("tool_calls", MostCalls) is { } list ? list.EnumerateArray().Select((call, index) => Call(call, $"{message.At("tool_calls")}[{index}]")).ToList() : [];
        var content = Content(message) ?? message.Text("refusal");
        return content is not null || calls.Count > 0
            ? new ChatMessage("assistant", content) { ToolCalls = calls, Name = message.Text("name", LongestName) }
            : throw OpenAiRefusal.Wrong(message.At("content"), $"'{message.At("content")}' is missing; an assistant's message has content or tool calls.");
    }

    private static ToolCall Call(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw OpenAiRefusal.Wrong(path, $"'{path}' must be an object with an id and a function.");
        }

        var call = new Fields(json, path);
        call.Word("type", "function");
        var function = call.Object("function") ?? throw OpenAiRefusal.Wrong(call.At("function"), $"'{call.At("function")}' is missing; it must be an object with a name and arguments.");
        return new ToolCall(call.NeededText("id", LongestName), function.NeededText("name", LongestName), 
            // As they came: models have written broken ones before, and a template is given what there is.
            function.Text("arguments") is { Length: > 0 } arguments ? arguments : "{}");
    }

    private static string NeededContent(Fields message)
        => Content(message) ?? throw OpenAiRefusal.Wrong(message.At("content"), $"'{message.At("content")}' is missing; it must be a text or a list of parts.");

    private static string? Content(Fields message)
    {
        if (message.Value("content") is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw message.Wrong("content", value, "a text or a list of parts");
        }

        var text = new StringBuilder();
        var index = 0;
        foreach (var part in message.List("content", MostParts)!.Value.EnumerateArray())
        {
            text.Append(Part(part, $"{message.At("content")}[{index++}]"));
        }

        return text.ToString();
    }

    private static string Part(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw OpenAiRefusal.Wrong(path, $"'{path}' is {Core.Sentences.Shown.Value(json)}; it must be an object: {{\"type\": \"text\", \"text\": …}}.");
        }

        var part = new Fields(json, path);
        var type = part.NeededText("type", LongestName);
        return type switch
        {
            "text" or "refusal" => part.Text(type) ?? throw OpenAiRefusal.Wrong(part.At(type), $"'{part.At(type)}' is missing; it must be a text."),
            "image_url" or "input_audio" or "file" or "video_url" or "audio_url" => throw OpenAiRefusal.Wrong(
                path, $"'{path}' is of type '{type}'; the models here read text only, so send parts of type 'text'.", "unsupported_content"),
            _ => throw OpenAiRefusal.Wrong(part.At("type"), $"'{part.At("type")}' is {Core.Sentences.Shown.Name(type)}; it must be 'text'."),
        };
    }
}
