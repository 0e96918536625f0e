using System.Globalization;
using System.Text.Json;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Core.Documents.Comfy.Form;

/// <summary>Looks into JSON that may be of any form: what is not there, or is something else, is nothing.</summary>
internal static class UiJson
{
    /// <summary>A field of an object; undefined where there is no such thing.</summary>
    public static JsonElement Field(this JsonElement json, string name)
        => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A field that is a text.</summary>
    public static string? TextField(this JsonElement json, string name) => Text(json.Field(name));

    /// <summary>Whether a field is there and true.</summary>
    public static bool IsTrue(this JsonElement json, string name) => json.Field(name).ValueKind == JsonValueKind.True;

    /// <summary>The elements of a list that a field is; none where it is none. Going through them costs time in proportion to their number, unlike positions in JSON.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonElement json, string name) => Items(json.Field(name));

    /// <summary>The elements of a list; none where it is none.</summary>
    public static IReadOnlyList<JsonElement> Items(JsonElement list) => list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    /// <summary>A text; null for anything else.</summary>
    public static string? Text(JsonElement json) => json.ValueKind == JsonValueKind.String ? Shown.Text(json) : null;

    /// <summary>An id, a number or a text, as a text; null for anything else.</summary>
    public static string? Id(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => Shown.Text(json),
        JsonValueKind.Number when json.TryGetInt64(out var whole) => whole.ToString(CultureInfo.InvariantCulture),
        JsonValueKind.Number => Shown.Number(json.GetDouble()),
        _ => null,
    };

    /// <summary>A position from 0; null for anything else.</summary>
    public static int? Position(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number when json.TryGetInt32(out var whole) => whole < 0 ? null : whole,
        JsonValueKind.Number when json.GetDouble() is var number && number >= 0 && number < int.MaxValue && Math.Floor(number) == number => (int)number,
        JsonValueKind.String when int.TryParse(Shown.Text(json), NumberStyles.None, CultureInfo.InvariantCulture, out var written) => written,
        _ => null,
    };

    /// <summary>A pair of numbers: a list, or, as old front ends wrote them, an object with the fields 0 and 1.</summary>
    public static (double First, double Second)? Pair(JsonElement json)
    {
        var (first, second) = json.ValueKind == JsonValueKind.Array
            ? json.GetArrayLength() >= 2 ? (json[0], json[1]) : default
            : (json.Field("0"), json.Field("1"));
        return first.ValueKind == JsonValueKind.Number && second.ValueKind == JsonValueKind.Number && double.IsFinite(first.GetDouble()) && double.IsFinite(second.GetDouble())
            ? (first.GetDouble(), second.GetDouble())
            : null;
    }
}
