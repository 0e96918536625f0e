using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Rest.Nodes;

/// <summary>Node types as they are told: the descriptor, and which plugin it comes from.</summary>
internal static class NodeJson
{
    private static readonly JsonSerializerOptions Options = new(MessageJson.Options) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    /// <summary>All of them, as UTF-8.</summary>
    public static byte[] All(CatalogMessage catalog)
        => JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["nodes"] = new JsonArray([.. catalog.Nodes.OrderBy(node => node.Descriptor.ClassType, StringComparer.Ordinal).Select(Node)]) }, Options);

    /// <summary>One, with the JSON Schema of its inputs.</summary>
    public static byte[] One(CatalogNode node)
    {
        var json = Node(node);
        json["input_schema"] = InputSchema.Of(node.Descriptor);
        return JsonSerializer.SerializeToUtf8Bytes(json, Options);
    }

    /// <summary>The plugins, as UTF-8.</summary>
    public static byte[] Plugins(CatalogMessage catalog) => JsonSerializer.SerializeToUtf8Bytes(new { catalog.Plugins }, Options);

    private static JsonObject Node(CatalogNode node)
    {
        var json = JsonSerializer.SerializeToNode(node.Descriptor, Options)!.AsObject();
        json["plugin"] = node.Plugin;
        return json;
    }
}
