using System.Text.Json;

namespace MySpinBot.Language;

/// <summary>Values that alone are accepted, as variants: lists and objects ask the same of what is in them.</summary>
internal static class ConstantValues
{
    private static readonly JsonElement False = JsonSerializer.SerializeToElement(false);

    /// <summary>The variants of some values: texts together, numbers together, each other one by itself.</summary>
    public static IReadOnlyList<Variant> Of(Terms terms, IReadOnlyList<SchemaPlace> choices)
    {
        var constants = choices.Select(choice => choice with { IsConstant = true }).ToList();
        var texts = constants.Where(choice => choice.Schema.ValueKind is JsonValueKind.String).Select(choice => terms.Of(choice.Schema.GetString()!)).ToList();
        var numbers = constants.Where(choice => choice.Schema.ValueKind is JsonValueKind.Number).Select(choice => choice.Schema.GetRawText()).ToList();
        var rest = constants.Where(choice => choice.Schema.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)).Select(choice => Of(terms, choice));
        return
        [
            .. texts.Count == 0 ? (IEnumerable<Variant>)[] : [new TextVariant { Languages = [terms.Or(texts)] }],
            .. numbers.Count == 0 ? (IEnumerable<Variant>)[] : [new NumberVariant { Choices = numbers }],
            .. rest,
        ];
    }

    /// <summary>The variant of one value.</summary>
    public static Variant Of(Terms terms, SchemaPlace place) => place.Schema.ValueKind switch
    {
        JsonValueKind.Null => new NullVariant(),
        JsonValueKind.True => new BooleanVariant(true, false),
        JsonValueKind.False => new BooleanVariant(false, true),
        JsonValueKind.String => new TextVariant { Languages = [terms.Of(place.Schema.GetString()!)] },
        JsonValueKind.Number => new NumberVariant { Choices = [place.Schema.GetRawText()] },
        JsonValueKind.Array => ConstantList(place),
        _ => ConstantObject(place),
    };

    private static ListVariant ConstantList(SchemaPlace place)
    {
        var items = place.Schema.EnumerateArray().Select((item, index) => new Conjunction(place.At($"{index}", item))).ToList();
        return new() { Rules = [new(items, Never(place))], Least = items.Count, Most = items.Count };
    }

    private static ObjectVariant ConstantObject(SchemaPlace place)
    {
        var properties = place.Schema.EnumerateObject().Select(property => (property.Name, new Conjunction(place.At(property.Name, property.Value)))).ToList();
        return new() { Rules = [new(properties, [], Never(place))], Required = [.. properties.Select(property => property.Name)] };
    }

    private static Conjunction Never(SchemaPlace place) => new(new SchemaPlace(place.Pointer + "#never", False));
}
