using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MySpinBot.Nodes.Basics.JsonValues;

/// <summary>JSON as text and back, within the bounds that all JSON nodes keep.</summary>
internal static class JsonText
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = Limits.JsonDepth };

    /// <exception cref="NodeFailure">It is not JSON; the sentence says where it breaks off.</exception>
    public static JsonElement Parse(string text, string input)
    {
        Limits.Text(text);
        try
        {
            return JsonElement.Parse(text, Reading);
        }
        catch (JsonException wrong) when (wrong.Message.Contains("depth", StringComparison.OrdinalIgnoreCase))
        {
            throw Failures.At(input, $"The JSON in '{input}' is nested deeper than {Limits.JsonDepth} levels.", wrong);
        }
        catch (JsonException wrong)
        {
            throw Failures.At(input, $"The text in '{input}' is not JSON: line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1} cannot be read.", wrong);
        }
    }

    /// <summary>A value that is written piece by piece.</summary>
    public static JsonElement Make(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            write(writer);
        }

        Limits.PromisedText(bytes.WrittenCount);
        return JsonElement.Parse(bytes.WrittenSpan, Reading);
    }

    /// <summary>Any value as JSON: texts, numbers and booleans as such, JSON as it is.</summary>
    public static void Write(Utf8JsonWriter writer, object? value, string input)
    {
        switch (value)
        {
            case null or JsonElement { ValueKind: JsonValueKind.Undefined }:
                writer.WriteNullValue();
                break;
            case JsonElement json:
                json.WriteTo(writer);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long or int:
                writer.WriteNumberValue(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                writer.WriteRawValue(ValueText.Of(number));
                break;
            default:
                throw Failures.At(input, $"Input '{input}' holds a {value.GetType().Name}, which JSON cannot; it takes texts, finite numbers, booleans and JSON.");
        }
    }
}
