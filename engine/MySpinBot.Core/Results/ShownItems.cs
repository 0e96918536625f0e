using System.Text.Json;
using System.Text.Json.Nodes;

namespace MySpinBot.Core.Results;

/// <summary>What nodes show: UTF-8 JSON <c>{"images": […], "text": […]}</c>.</summary>
public static class ShownItems
{
    /// <summary>The items of all calls, joined by kind in the order of the calls; empty where none shows anything.</summary>
    public static ReadOnlyMemory<byte> Merge(IEnumerable<ReadOnlyMemory<byte>> shown)
    {
        ArgumentNullException.ThrowIfNull(shown);
        JsonObject? merged = null;
        foreach (var one in shown.Where(bytes => !bytes.IsEmpty))
        {
            merged ??= [];
            foreach (var kind in JsonElement.Parse(one.Span).EnumerateObject())
            {
                var items = merged[kind.Name] as JsonArray ?? [];
                merged[kind.Name] = items;
                foreach (var item in kind.Value.EnumerateArray())
                {
                    items.Add(JsonNode.Parse(item.GetRawText()));
                }
            }
        }

        return merged is null ? default : JsonSerializer.SerializeToUtf8Bytes(merged);
    }
}
