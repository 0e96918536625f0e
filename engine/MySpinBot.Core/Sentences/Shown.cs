using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MySpinBot.Core.Sentences;

/// <summary>How names and values from a document stand in a sentence: short, on one line, without control characters.</summary>
public static class Shown
{
    private const int Longest = 80;

    /// <summary>A name in quotes.</summary>
    public static string Name(string name) => $"'{Plain(name)}'";

    /// <summary>Names in quotes; of many only the first.</summary>
    public static string Names(IEnumerable<string> names, int most = 12)
    {
        var all = names.Take(most + 1).ToList();
        var shown = string.Join(", ", all.Take(most).Select(Name));
        return all.Count > most ? shown + ", …" : shown;
    }

    /// <summary>What a JSON value is, and short ones as they stand.</summary>
    public static string Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => Text(json) is { } text ? $"the text \"{Plain(text)}\"" : "a text with half a character",
        JsonValueKind.Number => $"the number {Plain(json.GetRawText())}",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        _ => "null",
    };

    /// <summary>The text of a JSON string; null where it holds half a pair of surrogates, which JSON allows to be escaped, and which is no text.</summary>
    public static string? Text(JsonElement json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A number without needless digits.</summary>
    public static string Number(double number) => Math.Abs(number) < 1e15 && Math.Floor(number) == number
        ? number.ToString("F0", CultureInfo.InvariantCulture)
        : number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The least or greatest number that is taken. Of whole numbers of 64 bits, which seeds fill, it says the last digit, which no <see cref="double"/> holds.</summary>
    public static string Limit(double number) => number switch
    {
        >= (double)long.MinValue and < (double)long.MaxValue when Math.Floor(number) == number => number.ToString("F0", CultureInfo.InvariantCulture),
        (double)long.MaxValue => long.MaxValue.ToString(CultureInfo.InvariantCulture),
        (double)ulong.MaxValue => ulong.MaxValue.ToString(CultureInfo.InvariantCulture),
        _ => Number(number),
    };

    /// <summary>A text, cut where it is long, on one line.</summary>
    public static string Plain(string text)
    {
        if (text.Length <= Longest && !text.Any(IsUnfit))
        {
            return text;
        }

        var plain = new StringBuilder(Longest + 1);
        foreach (var letter in text.AsSpan(0, Math.Min(text.Length, Longest)))
        {
            plain.Append(IsUnfit(letter) ? ' ' : letter);
        }

        return text.Length > Longest ? plain.Append('…').ToString() : plain.ToString();
    }

    // Half a pair of surrogates would come from cutting a text in two, too, and cannot be written as UTF-8.
    private static bool IsUnfit(char letter) => char.IsControl(letter) || char.IsSurrogate(letter);
}
