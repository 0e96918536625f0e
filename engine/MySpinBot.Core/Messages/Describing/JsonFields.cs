using System.Collections.Immutable;
using System.Text.Json;

namespace MySpinBot.Core.Messages.Describing;

/// <summary>Fields as descriptors are written with: what is as it is by default is left out, so that a catalog of thousands of nodes is small and read quickly.</summary>
internal static class JsonFields
{
    public static void Text(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }

    public static void Number(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
    }

    public static void Whole(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, int value, int usual)
    {
        if (value != usual)
        {
            writer.WriteNumber(name, value);
        }
    }

    public static void Flag(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, bool value, bool usual = false)
    {
        if (value != usual)
        {
            writer.WriteBoolean(name, value);
        }
    }

    public static void Texts(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, ImmutableArray<string> values)
    {
        if (values.IsDefaultOrEmpty)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    /// <summary>Goes to the next field of an object that the reader is in.</summary>
    /// <returns>False at the object's end.</returns>
    public static bool NextField(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Goes to the next object of an array that the reader is in.</summary>
    /// <returns>False at the array's end.</returns>
    public static bool NextItem(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType switch
    {
        JsonTokenType.StartObject => true,
        JsonTokenType.EndArray => false,
        _ => throw new JsonException("An array of objects has nothing else in it."),
    };

    /// <summary>Whether the reader stands at this field. If so, it goes to its value.</summary>
    public static bool Is(this ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();

    /// <summary>Passes over a field that nobody knows.</summary>
    public static void Pass(this ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.TrySkip();
    }

    public static ImmutableArray<string> Texts(this ref Utf8JsonReader reader)
    {
        var values = ImmutableArray.CreateBuilder<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            values.Add(reader.GetString() ?? "");
        }

        return values.DrainToImmutable();
    }
}
