using System.Text.Json;

namespace MySpinBot.Nodes.Basics.JsonValues;

/// <summary>Places within JSON values.</summary>
public static class JsonPlaceNodes
{
    /// <summary>Takes the value at a place.</summary>
    /// <param name="json">The JSON value.</param>
    /// <param name="path">The place: <c>scenes[0].title</c>, <c>scenes[-1]</c>, or a JSON Pointer, <c>/scenes/0/title</c>.</param>
    /// <param name="fallback">What to give where there is nothing; without it that is a failure.</param>
    /// <returns>value: The value at that place; text: The same as text.</returns>
    [Node("JsonGet", Title = "Get JSON Value", Category = "basics/json", Search = "json path, pointer, field, property, key")]
    public static (JsonElement Value, string Text) Get([Input(SocketOnly = true)] JsonElement json, string path = "", JsonElement? fallback = null)
    {
        var place = JsonPath.Read(path, "path");
        var value = place.Find(json) ?? fallback ?? throw place.Wrong("leads nowhere in this JSON value");
        return (value, ValueText.Of(value));
    }

    /// <summary>Whether there is a value at a place, and what kind.</summary>
    /// <param name="json">The JSON value.</param>
    /// <param name="path">The place: <c>scenes[0].title</c>, or a JSON Pointer, <c>/scenes/0/title</c>.</param>
    /// <returns>exists: Whether there is a value; kind: What kind it is, such as object or string.</returns>
    [Node("JsonHas", Title = "JSON Has", Category = "basics/json", Search = "json exists, kind, type")]
    public static (bool Exists, string Kind) Has([Input(SocketOnly = true)] JsonElement json, string path = "")
    {
        var kind = JsonPath.Read(path, "path").Find(json)?.ValueKind;
        return (kind is not null, kind switch
        {
            null => "nothing",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Undefined => "null",
            _ => kind.Value.ToString().ToLowerInvariant(),
        });
    }

    /// <summary>Puts a value at a place. Objects on the way there are made where they are missing; setting the element after the last appends.</summary>
    /// <param name="json">The JSON value; it stays as it is, and a changed copy comes out.</param>
    /// <param name="path">The place: <c>scenes[0].title</c>, or a JSON Pointer, <c>/scenes/0/title</c>.</param>
    /// <param name="value">What to put there: a text, a number, a boolean or JSON.</param>
    /// <returns>The document with the value in its place.</returns>
    [Node("JsonSet", Title = "Set JSON Value", Category = "basics/json", Search = "json path, change, field, property, key")]
    public static JsonElement Set([Input(SocketOnly = true)] JsonElement json, string path, object value)
        => JsonText.Make(writer => Put(writer, json, JsonPath.Read(path, "path"), 0, value));

    private static void Put(Utf8JsonWriter writer, JsonElement? at, JsonPath path, int depth, object value)
    {
        if (depth == path.Steps.Count)
        {
            JsonText.Write(writer, value, "value");
            return;
        }

        var step = path.Steps[depth];
        switch (at?.ValueKind ?? JsonValueKind.Null)
        {
            case JsonValueKind.Array when step.Index is { } index:
                PutElement(writer, at!.Value, JsonPath.Step.Position(index, at.Value.GetArrayLength()), path, depth, value);
                break;
            case JsonValueKind.Null or JsonValueKind.Undefined when step.Name is null && step.Index is 0:
                writer.WriteStartArray();
                Put(writer, null, path, depth + 1, value);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined when step.Name is not null:
                PutProperty(writer, at, step.Name, path, depth, value);
                break;
            default:
                throw path.Wrong($"does not fit this JSON value at step {depth + 1}, where there is {(at?.ValueKind.ToString() ?? "nothing").ToLowerInvariant()}");
        }
    }

    private static void PutProperty(Utf8JsonWriter writer, JsonElement? at, string name, JsonPath path, int depth, object value)
    {
        var isNew = true;
        writer.WriteStartObject();
        foreach (var property in at is { ValueKind: JsonValueKind.Object } known ? known.EnumerateObject() : default)
        {
            writer.WritePropertyName(property.Name);
            if (property.NameEquals(name))
            {
                isNew = false;
                Put(writer, property.Value, path, depth + 1, value);
            }
            else
            {
                property.Value.WriteTo(writer);
            }
        }

        if (isNew)
        {
            writer.WritePropertyName(name);
            Put(writer, null, path, depth + 1, value);
        }

        writer.WriteEndObject();
    }

    private static void PutElement(Utf8JsonWriter writer, JsonElement array, int position, JsonPath path, int depth, object value)
    {
        var length = array.GetArrayLength();
        if (position < 0 || position > length)
        {
            throw path.Wrong($"names element {position} of an array of {length}");
        }

        writer.WriteStartArray();
        for (var i = 0; i < Math.Max(length, position + 1); i++)
        {
            if (i == position)
            {
                Put(writer, i < length ? array[i] : null, path, depth + 1, value);
            }
            else
            {
                array[i].WriteTo(writer);
            }
        }

        writer.WriteEndArray();
    }
}
