using System.Text.Json;

namespace MySpinBot.Nodes.Basics.Flow;

/// <summary>A node of a loop's body.</summary>
/// <param name="Id">Id within the body.</param>
/// <param name="ClassType">Its type.</param>
/// <param name="Inputs">Inputs by name: a <see cref="BodyLink"/>, or a constant as JSON.</param>
internal sealed record BodyNode(string Id, string ClassType, IReadOnlyList<(string Name, object Value)> Inputs)
{
    public IEnumerable<BodyLink> Links => Inputs.Select(input => input.Value).OfType<BodyLink>();

    /// <summary>Reads a node as ComfyUI's API format writes it.</summary>
    /// <exception cref="NodeFailure">It is none.</exception>
    public static BodyNode Read(string id, JsonElement json, string input)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("class_type", out var type) || type.ValueKind != JsonValueKind.String)
        {
            throw Failures.At(input, $"Node '{id}' in '{input}' has no type; it looks like {{\"class_type\": \"StringConcatenate\", \"inputs\": {{…}}}}.");
        }

        var inputs = new List<(string, object)>();
        if (json.TryGetProperty("inputs", out var given) && given.ValueKind == JsonValueKind.Object)
        {
            inputs.AddRange(given.EnumerateObject().Select(property => (property.Name, (object?)BodyLink.Read(property.Value) ?? property.Value)));
        }

        return new BodyNode(id, type.GetString()!, inputs);
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(Id);
        writer.WriteString("class_type", ClassType);
        writer.WriteStartObject("inputs");
        foreach (var (name, value) in Inputs)
        {
            writer.WritePropertyName(name);
            if (value is BodyLink link)
            {
                link.WriteTo(writer);
            }
            else
            {
                ((JsonElement)value).WriteTo(writer);
            }
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>A constant as the engine carries it; <c>{"__value__": […]}</c> is a list that is no link.</summary>
    public static object? Constant(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? whole : json.GetDouble(),
        JsonValueKind.Null => null,
        JsonValueKind.Object when json.TryGetProperty("__value__", out var inner) => inner,
        _ => json,
    };
}
