using System.Text.Json;

namespace MySpinBot.Nodes.Basics.JsonValues;

/// <summary>JSON objects and arrays, lists and inputs.</summary>
public static class JsonCollectionNodes
{
    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    /// <summary>Gives the elements of a JSON array as a list. What follows runs once for each.</summary>
    /// <param name="json">The array.</param>
    /// <returns>The elements, in order.</returns>
    [Node("JsonItems", Title = "JSON Array to List", Category = "basics/json", Search = "iterate, elements, for each")]
    [return: Output(Name = "items")]
    public static IReadOnlyList<JsonElement> Items([Input(SocketOnly = true)] JsonElement json)
    {
        Expect(json, JsonValueKind.Array, "an array");
        Limits.PromisedList(json.GetArrayLength(), "json");
        return [.. json.EnumerateArray()];
    }

    /// <summary>Makes a JSON array of a list.</summary>
    /// <param name="items">Texts, numbers, booleans or JSON values.</param>
    /// <returns>The array.</returns>
    [Node("JsonArray", Title = "List to JSON Array", Category = "basics/json", Search = "collect, gather")]
    public static JsonElement Array([Input(SocketOnly = true)] IReadOnlyList<object> items) => JsonText.Make(writer =>
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            JsonText.Write(writer, item, "items");
        }

        writer.WriteEndArray();
    });

    /// <summary>Makes a JSON object of the node's inputs: each becomes a property of its name.</summary>
    /// <param name="properties">Inputs by name.</param>
    /// <returns>The object.</returns>
    [Node("JsonObject", Title = "JSON Object", Category = "basics/json", Search = "make object, dictionary, pack")]
    public static JsonElement Object(ExtraInputs? properties = null) => JsonText.Make(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in (properties ?? ExtraInputs.None).OrderBy(input => input.Key, StringComparer.Ordinal))
        {
            writer.WritePropertyName(name);
            JsonText.Write(writer, value, name);
        }

        writer.WriteEndObject();
    });

    /// <summary>Gives the names and values of a JSON object as lists. What follows runs once for each.</summary>
    /// <param name="json">The object.</param>
    /// <returns>keys: The names; values: Their values, in the same order.</returns>
    [Node("JsonKeys", Title = "JSON Keys", Category = "basics/json", Search = "properties, entries, dictionary")]
    public static (IReadOnlyList<string> Keys, IReadOnlyList<JsonElement> Values) Keys([Input(SocketOnly = true)] JsonElement json)
    {
        Expect(json, JsonValueKind.Object, "an object");
        var properties = json.EnumerateObject().Take(Limits.ListLength + 1).ToList();
        Limits.PromisedList(properties.Count, "json");
        return (properties.ConvertAll(property => property.Name), properties.ConvertAll(property => property.Value));
    }

    /// <summary>Lays one JSON object over another: properties of the second win, and objects within objects are merged alike (RFC 7396: a null removes).</summary>
    /// <param name="json">The object below.</param>
    /// <param name="over">The object above.</param>
    /// <returns>The merged object.</returns>
    [Node("JsonMerge", Title = "Merge JSON", Category = "basics/json", Search = "combine objects, patch, override, defaults")]
    public static JsonElement Merge([Input(SocketOnly = true)] JsonElement json, JsonElement over)
    {
        Expect(json, JsonValueKind.Object, "an object");
        Expect(over, JsonValueKind.Object, "an object", "over");
        return JsonText.Make(writer => Lay(writer, json, over));
    }

    /// <summary>Counts the elements of an array, the properties of an object, or the characters of a text.</summary>
    /// <param name="json">The JSON value.</param>
    /// <returns>How many there are.</returns>
    [Node("JsonLength", Title = "JSON Length", Category = "basics/json", Search = "count, size")]
    [return: Output(Name = "length")]
    public static long Length([Input(SocketOnly = true)] JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.GetArrayLength(),
        JsonValueKind.Object => json.GetPropertyCount(),
        JsonValueKind.String => Text.CodePoints.Count(json.GetString()),
        _ => throw Failures.At("json", $"Input 'json' is {json.ValueKind.ToString().ToLowerInvariant()}; it takes an array, an object or a text."),
    };

    private static void Lay(Utf8JsonWriter writer, JsonElement below, JsonElement above)
    {
        writer.WriteStartObject();
        foreach (var property in below.EnumerateObject().Where(property => !above.TryGetProperty(property.Name, out _)))
        {
            property.WriteTo(writer);
        }

        foreach (var property in above.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null))
        {
            writer.WritePropertyName(property.Name);
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                var isInside = below.TryGetProperty(property.Name, out var under) && under.ValueKind == JsonValueKind.Object;
                Lay(writer, isInside ? under : Empty, property.Value);
            }
            else
            {
                property.Value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static void Expect(JsonElement json, JsonValueKind kind, string wanted, string input = "json")
    {
        if (json.ValueKind != kind)
        {
            throw Failures.At(input, $"Input '{input}' is {json.ValueKind.ToString().ToLowerInvariant()}; it takes {wanted}.");
        }
    }
}
