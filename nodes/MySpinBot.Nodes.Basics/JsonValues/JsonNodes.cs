using System.Buffers;
using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MySpinBot.Nodes.Basics.JsonValues;

/// <summary>JSON and text.</summary>
public static class JsonNodes
{
    /// <summary>Reads a text as JSON, 128 levels deep at most.</summary>
    /// <param name="text">The text.</param>
    /// <returns>What the text says.</returns>
    [Node("JsonParse", Title = "Parse JSON", Category = "basics/json", Search = "text to json, deserialize")]
    public static JsonElement Parse([Input(Multiline = true)] string text) => JsonText.Parse(text, "text");

    /// <summary>Writes JSON as text.</summary>
    /// <param name="json">The JSON value.</param>
    /// <param name="indent">Spaces a level; 0 writes it on one line.</param>
    /// <returns>The text.</returns>
    [Node("JsonToText", Title = "JSON to Text", Category = "basics/json", Search = "stringify, serialize, print json")]
    public static string ToText([Input(SocketOnly = true)] JsonElement json, [Range(0, 8)] int indent = 2)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Indented = indent > 0, IndentSize = Math.Max(1, indent), NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(bytes, options))
        {
            JsonText.Write(writer, json, "json");
        }

        return Limits.Text(Encoding.UTF8.GetString(bytes.WrittenSpan));
    }

    /// <summary>Takes a key's value, as text, from the first JSON object that stands in a text: an answer of a language model, a block of code.
    /// Where there is none, the result is empty.</summary>
    /// <param name="jsonString">The text.</param>
    /// <param name="key">The key.</param>
    /// <returns>The value as text.</returns>
    [Node("JsonExtractString", Title = "Extract Text from JSON", Category = "basics/json", Search = "json value, read json, llm answer")]
    public static string Extract([Input(Multiline = true)] string jsonString, string key)
    {
        var bytes = Encoding.UTF8.GetBytes(jsonString);
        for (int at = 0, tries = 0; at < bytes.Length && tries < 200; at++, tries++)
        {
            var brace = bytes.AsSpan(at).IndexOf((byte)'{');
            if (brace < 0)
            {
                break;
            }

            at += brace;
            var reader = new Utf8JsonReader(bytes.AsSpan(at), new JsonReaderOptions { MaxDepth = Limits.JsonDepth });
            if (TryRead(ref reader) is { } found)
            {
                return found.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? ValueText.Of(value) : "";
            }
        }

        return "";
    }

    private static JsonElement? TryRead(ref Utf8JsonReader reader)
    {
        try
        {
            return JsonElement.TryParseValue(ref reader, out var element) ? element : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
