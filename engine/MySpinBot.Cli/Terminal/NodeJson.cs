using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MySpinBot.Core.Catalogs;

namespace MySpinBot.Cli.Terminal;

/// <summary>Node types as JSON: the descriptor, and which plugin it comes from.</summary>
internal static class NodeJson
{
    // Not the form of messages, which leaves out what is usual: whoever reads this need not know what is.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static string Of(IEnumerable<CatalogEntry> entries) => new JsonArray([.. entries.Select(Node)]).ToJsonString(Options);

    public static string Of(CatalogEntry entry) => Node(entry).ToJsonString(Options);

    private static JsonObject Node(CatalogEntry entry)
    {
        var node = JsonSerializer.SerializeToNode(entry.Descriptor, Options)!.AsObject();
        node["plugin"] = entry.Plugin;
        return node;
    }
}
