using System.Text.Json;

namespace MySpinBot.Nodes.Basics.Flow;

/// <summary>A link within the body of a loop: to one of its nodes, or to a variable of the loop.</summary>
/// <param name="Source">Id of the node, or name of the variable.</param>
/// <param name="Output">Position of the output.</param>
internal sealed record BodyLink(string Source, int Output)
{
    /// <summary>Reads <c>["id", 0]</c> or <c>{"from": "id", "output": 0}</c>; null for anything else, which is a constant.</summary>
    public static BodyLink? Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == 2 && json[0].ValueKind == JsonValueKind.String
            && json[1].ValueKind == JsonValueKind.Number && json[1].TryGetInt32(out var output))
        {
            return new BodyLink(json[0].GetString()!, output);
        }

        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("from", out var from) || from.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        return !json.TryGetProperty("output", out var position) ? new BodyLink(from.GetString()!, 0)
            : position.ValueKind == JsonValueKind.Number && position.TryGetInt32(out output) ? new BodyLink(from.GetString()!, output)
            : throw new NodeFailure($"A body links to output {position.GetRawText()} of '{from.GetString()}'; within a body outputs go by their position, 0 for the first.");
    }

    /// <summary>Writes it as ComfyUI does.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(Source);
        writer.WriteNumberValue(Output);
        writer.WriteEndArray();
    }
}
