using System.Text.Json;

namespace MySpinBot.Sdk;

/// <summary>What an answer has to be.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Schema">A JSON Schema, for <see cref="TextFormatKind.Schema"/>.</param>
/// <param name="Grammar">A grammar in llama.cpp's GBNF, for <see cref="TextFormatKind.Grammar"/>.</param>
public sealed record TextFormat(TextFormatKind Kind, JsonElement? Schema = null, string? Grammar = null)
{
    /// <summary>Any text.</summary>
    public static TextFormat Any { get; } = new(TextFormatKind.Text);

    /// <summary>Any JSON object.</summary>
    public static TextFormat Json { get; } = new(TextFormatKind.Json);

    /// <summary>JSON that a schema accepts.</summary>
    public static TextFormat Of(JsonElement schema) => new(TextFormatKind.Schema, schema);
}

/// <summary>What an answer has to be.</summary>
public enum TextFormatKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>A JSON object.</summary>
    Json,

    /// <summary>JSON that a schema accepts.</summary>
    Schema,

    /// <summary>Text that a grammar gives.</summary>
    Grammar,
}
