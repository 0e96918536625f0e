using System.Text.Json;

namespace MySpinBot.Nodes.Llm.Remote.Asking;

/// <summary>Fields of requests: what was not said is not written.</summary>
internal static class GivenFields
{
    public static void WriteGiven(this Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    // A float as its shortest text: 0.7, not 0.699999988079071.
    public static void WriteGiven(this Utf8JsonWriter writer, string name, float? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    public static void WriteGiven(this Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    /// <summary>Writes the texts at which an answer ends, if there are any.</summary>
    public static void WriteStops(this Utf8JsonWriter writer, IList<string>? stops)
    {
        if (stops is not { Count: > 0 })
        {
            return;
        }

        writer.WriteStartArray("stop");
        foreach (var stop in stops)
        {
            writer.WriteStringValue(stop);
        }

        writer.WriteEndArray();
    }
}
