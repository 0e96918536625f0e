using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests;

/// <summary>Templates as they are published, and the conversations that they are tried with. See published/README.md.</summary>
internal static class Published
{
    public static IReadOnlyList<string> Names { get; } =
    [
        "qwen2.5", "qwen3", "qwen3.5", "qwq", "mistral-nemo", "devstral", "deepseek-r1", "deepseek-v3.1", "granite3.3", "phi3.5", "gpt-oss", "zephyr", "smollm3", "glm5",
        "functionary3.1", "seed-oss",
    ];

    public static string Text(string name)
    {
        using var stream = typeof(Published).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static string Template(string name) => Text($"{name}.jinja");

    public static JsonElement Json(string name)
    {
        using var document = JsonDocument.Parse(Text(name));
        return document.RootElement.Clone();
    }

    /// <summary>A conversation of conversations.json.</summary>
    public static ChatTemplateInput Conversation(JsonElement json) => new([.. json.GetProperty("messages").EnumerateArray().Select(Message)])
    {
        Tools = json.TryGetProperty("tools", out var tools) ? [.. tools.EnumerateArray().Select(Tool)] : [],
        AddsGenerationPrompt = !json.TryGetProperty("answers", out _),
        BeginText = "<s>",
        EndText = "</s>",
        Today = new DateOnly(2024, 12, 6),
        Variables = json.TryGetProperty("variables", out var variables) ? variables : null,
    };

    public static ToolDeclaration Tool(JsonElement json) => new(json.GetProperty("name").GetString()!, json.GetProperty("description").GetString(), json.GetProperty("parameters"));

    private static ChatMessage Message(JsonElement json) => new(json.GetProperty("role").GetString()!, json.GetProperty("content").GetString())
    {
        ToolCallId = json.TryGetProperty("tool_call_id", out var id) ? id.GetString() : null,
        ToolCalls = json.TryGetProperty("tool_calls", out var calls)
            ? [.. calls.EnumerateArray().Select(call => new ToolCall(call.GetProperty("id").GetString()!, call.GetProperty("name").GetString()!, call.GetProperty("arguments").GetString()!))]
            : [],
    };
}
