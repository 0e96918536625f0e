using System.Numerics;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Values of keywords, checked.</summary>
internal static class SchemaReading
{
    /// <summary>The value of a keyword; null where it is not there.</summary>
    public static JsonElement? Keyword(this SchemaPlace place, string name) =>
        place.Schema.TryGetProperty(name, out var value) ? value : null;

    /// <summary>A keyword that is a text.</summary>
    public static string? Text(this SchemaPlace place, string name) => place.Keyword(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw place.Wrong(name, "a text"),
    };

    /// <summary>A keyword that is a count; what is above all counts is the highest.</summary>
    public static int? Count(this SchemaPlace place, string name)
    {
        if (place.Number(name) is not { } number)
        {
            return null;
        }

        return number is { IsWhole: true, Sign: >= 0 } ? (int)BigInteger.Min(number.Digits, int.MaxValue) : throw place.Wrong(name, "a whole number that is not negative");
    }

    /// <summary>A keyword that is a number.</summary>
    public static ExactNumber? Number(this SchemaPlace place, string name) => place.Keyword(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when ExactNumber.TryParse(number.GetRawText(), out var exact) => exact,
        _ => throw place.Wrong(name, "a number of reasonable size"),
    };

    /// <summary>A keyword that is true or false.</summary>
    public static bool Flag(this SchemaPlace place, string name) => place.Keyword(name) switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        _ => throw place.Wrong(name, "true or false"),
    };

    /// <summary>A keyword that is a list.</summary>
    public static IReadOnlyList<SchemaPlace> List(this SchemaPlace place, string name) => place.Keyword(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } => [.. place.Each(name)],
        _ => throw place.Wrong(name, "a list"),
    };

    /// <summary>A keyword that is an object of schemas.</summary>
    public static IReadOnlyList<(string Name, SchemaPlace Place)> Named(this SchemaPlace place, string name) => place.Keyword(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Object } map =>
            [.. map.EnumerateObject().GroupBy(entry => entry.Name).Select(entry => (entry.Key, place.At(name).At(entry.Key, entry.Last().Value)))],
        _ => throw place.Wrong(name, "an object"),
    };

    /// <summary>A sentence on a keyword whose value is of another kind.</summary>
    public static NodeFailure Wrong(this SchemaPlace place, string keyword, string expected) =>
        new($"The schema's keyword \"{keyword}\" at {place.Pointer} has to be {expected}.");
}
