using System.Text.Json;

namespace MySpinBot.Core.Documents.Differences;

/// <summary>Numbers that are the same for what is the same, whatever ids and order: only for finding which nodes may belong together. What is really different is said by comparing.</summary>
internal static class NodeShape
{
    /// <summary>A node without its id and without where its links come from.</summary>
    public static ulong Of(NodeEntry node, string classType)
    {
        var shape = Fold(Fold(Text(classType), (ulong)node.Mode), Fold((ulong)(node.Version ?? 0), Text(node.Title ?? "")));
        foreach (var input in node.Inputs)
        {
            shape += Fold(Text(input.Name), Of(input.Value)); // a sum: order does not count
        }

        return shape;
    }

    /// <summary>Two numbers as one, in their order.</summary>
    public static ulong Fold(ulong first, ulong second)
    {
        // The finisher of SplitMix64.
        var mixed = (first * 0x9E3779B97F4A7C15UL) + second + 0x632BE59BD9B4E019UL;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A text (FNV-1a).</summary>
    public static ulong Text(string text)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * 0x100000001B3UL;
        }

        return hash;
    }

    /// <summary>JSON: equal values have equal numbers, in whatever order fields stand and however numbers are written.</summary>
    public static ulong Json(JsonElement json)
    {
        var hash = (ulong)json.ValueKind;
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                return Fold(hash, Text(Sentences.Shown.Text(json) ?? ""));
            case JsonValueKind.Number:
                return Fold(hash, json.TryGetDouble(out var number) ? (ulong)BitConverter.DoubleToInt64Bits(number == 0 ? 0 : number) : 0);
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    hash = Fold(hash, Json(item));
                }

                return hash;
            case JsonValueKind.Object:
                foreach (var field in json.EnumerateObject())
                {
                    hash += Fold(Text(field.Name), Json(field.Value));
                }

                return hash;
            default:
                return hash;
        }
    }

    private static ulong Of(InputValue value) => value switch
    {
        ConstantValue constant => Json(constant.Json),
        LinkValue link => Fold(101, link.Output is { } output ? Text(output) : (ulong)(link.Slot ?? 0)),
        GraphInputValue input => Fold(102, Text(input.Name)),
        SecretValue secret => Fold(103, Text(secret.Name)),
        _ => 104,
    };
}
