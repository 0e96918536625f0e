using System.Text.Json;
using MySpinBot.Core.Documents.Differences;

namespace MySpinBot.Server.Rest.Graphs;

/// <summary>Differences as they are told.</summary>
internal static class DiffJson
{
    /// <summary>Writes them as fields of an object.</summary>
    public static void Write(Utf8JsonWriter writer, GraphDiff difference)
    {
        writer.WriteBoolean("only_looks"u8, difference.IsOnlyLooks);
        writer.WriteStartArray("changes"u8);
        foreach (var change in difference.Changes)
        {
            writer.WriteStartObject();
            writer.WriteString("kind"u8, JsonNamingPolicy.SnakeCaseLower.ConvertName(change.Kind.ToString()));
            writer.WriteStartArray("path"u8);
            foreach (var part in change.Path)
            {
                writer.WriteStringValue(part);
            }

            writer.WriteEndArray();
            writer.WriteString("sentence"u8, change.Sentence);
            WriteValue(writer, "before"u8, change.Before);
            WriteValue(writer, "after"u8, change.After);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonElement? value)
    {
        if (value is { } known)
        {
            writer.WritePropertyName(name);
            known.WriteTo(writer);
        }
    }
}
