using System.Globalization;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Messages.Describing;

/// <summary>The default of an input: a long, double, bool or string that comes back as what it was. A double always has a point or an exponent; one that is no number is an object.</summary>
internal static class DefaultJson
{
    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case string text:
                writer.WriteString("default"u8, text);
                break;
            case bool flag:
                writer.WriteBoolean("default"u8, flag);
                break;
            case long or int or short or sbyte or byte or ushort or uint:
                writer.WriteNumber("default"u8, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong seed:
                writer.WriteNumber("default"u8, unchecked((long)seed));
                break;
            case double or float:
                WriteDouble(writer, Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            default:
                break; // no default, or none that a host knows what to do with
        }
    }

    /// <summary>Reads the value at which the reader stands.</summary>
    public static object? Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number when reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 && reader.TryGetInt64(out var whole) => whole,
        JsonTokenType.Number => reader.GetDouble(),
        JsonTokenType.StartObject => ReadOdd(ref reader),
        JsonTokenType.Null => null,
        _ => throw new JsonException("A default is a number, a text, true or false."),
    };

    /// <summary>The default as the input's type has it: whoever writes 4 for a FLOAT means a double.</summary>
    public static object? As(string type, object? value) => value is long whole && type == SocketTypes.Float ? (double)whole : value;

    private static void WriteDouble(Utf8JsonWriter writer, double value)
    {
        if (!double.IsFinite(value))
        {
            writer.WriteStartObject("default"u8);
            writer.WriteString("number"u8, value.ToString(CultureInfo.InvariantCulture));
            writer.WriteEndObject();
            return;
        }

        var text = value.ToString("R", CultureInfo.InvariantCulture);
        writer.WritePropertyName("default"u8);
        writer.WriteRawValue(text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text);
    }

    private static object? ReadOdd(ref Utf8JsonReader reader)
    {
        object? number = null;
        while (reader.NextField())
        {
            if (reader.Is("number"u8))
            {
                number = double.Parse(reader.GetString() ?? "", CultureInfo.InvariantCulture);
            }
            else
            {
                reader.Pass();
            }
        }

        return number;
    }
}
