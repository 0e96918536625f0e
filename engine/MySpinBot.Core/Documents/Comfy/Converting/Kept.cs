using System.Buffers;
using System.Text.Json;
using MySpinBot.Core.Documents.Comfy.Form;

namespace MySpinBot.Core.Documents.Comfy.Converting;

/// <summary>What of a document of the front end has no place in ours: it stands under <c>comfyui</c>, so that nothing is lost.</summary>
internal static class Kept
{
    /// <summary>The field that holds it.</summary>
    public const string Field = "comfyui";

    private static readonly HashSet<string> OfNodes = new(StringComparer.Ordinal)
    {
        "id", "type", "pos", "size", "order", "mode", "title", "inputs", "outputs", "widgets_values", "widgets_values_named",
    };

    private static readonly HashSet<string> OfGraphs = new(StringComparer.Ordinal)
    {
        "nodes", "links", "groups", "definitions", "inputs", "outputs", "inputNode", "outputNode", "name", "widgets", "last_node_id", "last_link_id",
    };

    /// <summary>A node's fields that are not told otherwise; nothing where there are none.</summary>
    public static JsonElement? OfNode(UiNode node) => Rest(node.Json, OfNodes, field => field.Name == "properties" && SaysOnlyType(field.Value, node.Type));

    /// <summary>A graph's fields that are not told otherwise, and nodes that have no place.</summary>
    public static JsonElement? OfGraph(JsonElement graph, IReadOnlyList<JsonElement> nodes)
    {
        if (nodes.Count == 0)
        {
            return Rest(graph, OfGraphs, _ => false);
        }

        return Json(writer =>
        {
            writer.WriteStartObject();
            WriteRest(writer, graph, OfGraphs, _ => false);
            writer.WriteStartArray("nodes");
            foreach (var node in nodes)
            {
                node.WriteTo(writer);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    /// <summary>What is written, as JSON that stands for itself.</summary>
    public static JsonElement Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = 1000, SkipValidation = true }))
        {
            write(writer);
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan, new JsonReaderOptions { MaxDepth = 1000 });
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>A text as JSON.</summary>
    public static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text);

    private static JsonElement? Rest(JsonElement json, HashSet<string> told, Predicate<JsonProperty> says)
    {
        foreach (var field in json.EnumerateObject())
        {
            if (IsKept(field, told, says))
            {
                return Json(writer =>
                {
                    writer.WriteStartObject();
                    WriteRest(writer, json, told, says);
                    writer.WriteEndObject();
                });
            }
        }

        return null;
    }

    private static void WriteRest(Utf8JsonWriter writer, JsonElement json, HashSet<string> told, Predicate<JsonProperty> says)
    {
        var names = new DistinctNames();
        foreach (var field in json.EnumerateObject())
        {
            if (IsKept(field, told, says) && names.Add(field.Name))
            {
                field.WriteTo(writer);
            }
        }
    }

    private static bool IsKept(JsonProperty field, HashSet<string> told, Predicate<JsonProperty> says)
        => !told.Contains(field.Name) && !IsEmpty(field.Value) && !says(field);

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.Object => !value.EnumerateObject().MoveNext(),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };

    private static bool SaysOnlyType(JsonElement properties, string type)
    {
        if (properties.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (var property in properties.EnumerateObject())
        {
            if (!property.NameEquals("Node name for S&R"u8) || UiJson.Text(property.Value) != type)
            {
                return false;
            }
        }

        return true;
    }
}
