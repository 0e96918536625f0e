using System.Text.Json;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>A JSON Schema as nodes take it: as JSON, or as a text of it.</summary>
internal static class SchemaInput
{
    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 128, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads a schema; null where there is none.</summary>
    /// <param name="given">What the input has.</param>
    /// <param name="input">The input.</param>
    /// <exception cref="NodeFailure">It is no schema, or says what is not supported.</exception>
    public static JsonElement? Read(JsonElement? given, string input)
    {
        switch (given)
        {
            case null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined }:
            case { ValueKind: JsonValueKind.String } text when string.IsNullOrWhiteSpace(text.GetString()):
                return null;
            case { ValueKind: JsonValueKind.String } text:
                return Checked(Parsed(text.GetString()!, input), input);
            case { } schema:
                return Checked(schema, input);
        }
    }

    private static JsonElement Parsed(string text, string input)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            return document.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            throw Failures.At(input, $"'{input}' is no JSON: {fault.Message} A JSON Schema such as {{\"type\": \"object\", \"properties\": {{…}}}} would be right.", fault);
        }
    }

    private static JsonElement Checked(JsonElement schema, string input)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            throw Failures.At(input, $"'{input}' is no JSON Schema; an object such as {{\"type\": \"object\", \"properties\": {{…}}}} would be right.");
        }

        try
        {
            JsonGrammar.Of(schema);
        }
        catch (NodeFailure failure)
        {
            throw Failures.At(input, failure.Message, failure.InnerException);
        }

        return schema;
    }
}
