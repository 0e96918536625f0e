using System.Text.Json;

namespace MySpinBot.Server.Metrics;

/// <summary>What is counted of a node's event: read in one pass, without making an object of it.</summary>
internal static class EventFields
{
    /// <summary>The type of the node, why it ran or how it was found, and the seconds in its calls.</summary>
    public static (string? ClassType, string? Because, double Seconds) Of(ReadOnlySpan<byte> json)
    {
        (string? ClassType, string? Because, double Seconds) found = default;
        var reader = new Utf8JsonReader(json);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("class_type"u8))
                {
                    reader.Read();
                    found.ClassType = reader.GetString();
                }
                else if (reader.ValueTextEquals("because"u8))
                {
                    reader.Read();
                    found.Because = reader.GetString();
                }
                else if (reader.ValueTextEquals("seconds"u8))
                {
                    reader.Read();
                    found.Seconds = reader.GetDouble();
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            // An event of another version: what could be read of it counts.
        }

        return found;
    }
}
