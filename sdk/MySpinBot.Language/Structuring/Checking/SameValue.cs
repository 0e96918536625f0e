using System.Text.Json;

namespace MySpinBot.Language;

/// <summary>Whether two JSON values are the same: numbers by value, objects whatever the order of their properties.</summary>
internal static class SameValue
{
    /// <summary>Whether they are.</summary>
    public static bool Are(JsonElement one, JsonElement other)
    {
        if (one.ValueKind != other.ValueKind)
        {
            return false;
        }

        return one.ValueKind switch
        {
            JsonValueKind.Number => one.GetRawText() == other.GetRawText()
                || (ExactNumber.TryParse(one.GetRawText(), out var mine) && ExactNumber.TryParse(other.GetRawText(), out var its) && mine.CompareTo(its) == 0),
            JsonValueKind.String => one.GetString() == other.GetString(),
            JsonValueKind.Array => one.GetArrayLength() == other.GetArrayLength() && one.EnumerateArray().Zip(other.EnumerateArray(), Are).All(same => same),
            JsonValueKind.Object => Names(one).SetEquals(Names(other)) && Names(one).All(name => Are(one.GetProperty(name), other.GetProperty(name))),
            _ => true,
        };
    }

    private static HashSet<string> Names(JsonElement value) => [.. value.EnumerateObject().Select(property => property.Name)];
}
