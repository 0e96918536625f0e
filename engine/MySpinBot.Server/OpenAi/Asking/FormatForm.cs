using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Server.OpenAi.Asking;

/// <summary>What an answer has to be: <c>response_format</c>, or llama.cpp's <c>grammar</c> and <c>json_schema</c>.</summary>
internal static class FormatForm
{
    private const int LongestGrammar = 256 << 10;

    /// <summary>Reads it.</summary>
    public static TextFormat Read(Fields fields)
    {
        var format = fields.Object("response_format") is { } asked ? Of(asked) : null;
        if (fields.Text("grammar", LongestGrammar) is { Length: > 0 } grammar)
        {
            if (fields.Has("json_schema"))
            {
                throw Both("grammar", "json_schema");
            }

            return format is null or { Kind: TextFormatKind.Text } ? new TextFormat(TextFormatKind.Grammar, Grammar: grammar) : throw Both("grammar");
        }

        if (fields.Value("json_schema") is { } schema)
        {
            return format is null or { Kind: TextFormatKind.Text } ? TextFormat.Of(Schema(schema, "json_schema")) : throw Both("json_schema");
        }

        return format ?? TextFormat.Any;
    }

    private static TextFormat Of(Fields asked)
    {
        switch (asked.Word("type", "text", "json_object", "json_schema"))
        {
            case "text":
                return TextFormat.Any;
            case "json_object":
                // llama.cpp's server takes a schema here, too.
                return asked.Value("schema") is { } schema ? TextFormat.Of(Schema(schema, asked.At("schema"))) : TextFormat.Json;
            case "json_schema":
                var named = asked.Object("json_schema") ?? throw OpenAiRefusal.Wrong(asked.At("json_schema"), $"'{asked.At("json_schema")}' is missing; it must be an object with a name and a schema.");
                return TextFormat.Of(Schema(named.Value("schema") ?? throw OpenAiRefusal.Wrong(named.At("schema"), $"'{named.At("schema")}' is missing; it must be a JSON Schema."), named.At("schema")));
            default:
                throw OpenAiRefusal.Wrong(asked.At("type"), $"'{asked.At("type")}' is missing; it must be 'text', 'json_object' or 'json_schema'.");
        }
    }

    private static JsonElement Schema(JsonElement schema, string path)
        => schema.ValueKind is JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False ? schema : throw OpenAiRefusal.Wrong(path, $"'{path}' is {Core.Sentences.Shown.Value(schema)}; it must be a JSON Schema, which is an object.");

    private static OpenAiRefusal Both(string field, string other = "response_format") => OpenAiRefusal.Wrong(field, $"'{field}' and '{other}' both say what the answer has to be; send one of them.");
}
