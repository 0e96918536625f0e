using System.Text.Json;

namespace MySpinBot.Language;

/// <summary>Checks lists.</summary>
internal static class ListCheck
{
    public static void Check(SchemaCheck check, SchemaPlace place, JsonElement value, string at)
    {
        var count = value.GetArrayLength();
        if (place.Count("minItems") is { } least && count < least)
        {
            check.Fault(at, $"has {count} items, fewer than {least}");
        }

        if (place.Count("maxItems") is { } most && count > most)
        {
            check.Fault(at, $"has {count} items, more than {most}");
        }

        var old = place.Keyword("items") is { ValueKind: JsonValueKind.Array };
        var first = place.List(old ? "items" : "prefixItems");
        var others = place.Keyword(old ? "additionalItems" : "items") is { } rest ? place.At(old ? "additionalItems" : "items", rest) : null;
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if ((index < first.Count ? first[index] : others) is { } of)
            {
                check.Check(of, item, $"{at}/{index}");
            }

            index++;
        }

        if (place.Flag("uniqueItems") && value.EnumerateArray().Index().Any(item => value.EnumerateArray().Take(item.Index).Any(earlier => SameValue.Are(earlier, item.Item))))
        {
            check.Fault(at, "has the same item twice");
        }

        CheckContains(check, place, value, at);
    }

    private static void CheckContains(SchemaCheck check, SchemaPlace place, JsonElement value, string at)
    {
        if (place.Keyword("contains") is not { } contains)
        {
            return;
        }

        var fits = value.EnumerateArray().Count(item => check.Accepts(place.At("contains", contains), item));
        if (fits < (place.Count("minContains") ?? 1) || fits > (place.Count("maxContains") ?? int.MaxValue))
        {
            check.Fault(at, $"has {fits} items that fit the schema's contains");
        }
    }
}
