using System.Text.Json;
using System.Text.Json.Nodes;

namespace MySpinBot.Core.Tests.Documents.Comfy;

/// <summary>Changes a JSON document at random: values become others, go, stand twice, change places. The same seed makes the same change.</summary>
internal sealed class Mutation(int seed)
{
    private static readonly string[] Odd =
    [
        "null", "true", "-1", "0", "1", "2", "4", "99999999999999999999", "1e308", "-0.5", "\"\"", "\"x\"", "\"-10\"", "\"-20\"", "\"s-1\"", "\"Reroute\"", "\"PrimitiveNode\"", "\"workflow>Two\"", "\"subgraph:x\"",
        "\"%a.b%\"", "\"{a|{b\"", "\"randomize\"", "[]", "{}", "[[]]", "[1, 2, 3, 4, 5, 6]", "{\"0\": 1, \"1\": 2}", "{\"name\": \"seed\"}", "\"COMBO\"", "\"*\"",
    ];

    private readonly Random _random = new(seed);

    public byte[] Of(byte[] json)
    {
        var root = JsonNode.Parse(json)!;
        var places = Places(root);
        for (var i = _random.Next(1, 12); i > 0 && places.Count > 0; i--)
        {
            Change(places[_random.Next(places.Count)], places);
        }

        return JsonSerializer.SerializeToUtf8Bytes(root);
    }

    /// <summary>Some bytes are others, or gone.</summary>
    public byte[] OfBytes(byte[] json)
    {
        var bytes = json.ToList();
        for (var i = _random.Next(1, 6); i > 0; i--)
        {
            var at = _random.Next(bytes.Count);
            if (_random.Next(3) == 0)
            {
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, _random.Next(1, 40)));
            }
            else
            {
                bytes[at] = (byte)"{}[]\":,0123456789\\ue-."[_random.Next(21)];
            }
        }

        return [.. bytes];
    }

    private static List<JsonNode> Places(JsonNode root)
    {
        var (places, open) = (new List<JsonNode>(), new Stack<JsonNode>([root]));
        while (open.TryPop(out var node))
        {
            places.Add(node);
            foreach (var child in node switch
            {
                JsonObject map => map.Select(field => field.Value),
                JsonArray list => list,
                _ => [],
            })
            {
                if (child is not null)
                {
                    open.Push(child);
                }
            }
        }

        return places;
    }

    private void Change(JsonNode place, List<JsonNode> places)
    {
        switch (place)
        {
            case JsonObject { Count: > 0 } map:
                var name = map.ElementAt(_random.Next(map.Count)).Key;
                switch (_random.Next(3))
                {
                    case 0:
                        map.Remove(name);
                        break;
                    case 1:
                        map[name] = Value(places);
                        break;
                    default:
                        map[$"{name}{_random.Next(3)}"] = Value(places);
                        break;
                }

                break;
            case JsonArray { Count: > 0 } list:
                var at = _random.Next(list.Count);
                switch (_random.Next(4))
                {
                    case 0:
                        list.RemoveAt(at);
                        break;
                    case 1:
                        list[at] = Value(places);
                        break;
                    case 2:
                        list.Insert(at, Value(places));
                        break;
                    default:
                        list.Add(list[at]?.DeepClone());
                        break;
                }

                break;
        }
    }

    private JsonNode? Value(List<JsonNode> places) => _random.Next(3) == 0 ? places[_random.Next(places.Count)].DeepClone() : JsonNode.Parse(Odd[_random.Next(Odd.Length)]);
}
