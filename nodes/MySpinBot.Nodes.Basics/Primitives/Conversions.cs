using System.Globalization;
using System.Text.Json;

namespace MySpinBot.Nodes.Basics.Primitives;

/// <summary>One kind of value as another.</summary>
public static class ConversionNodes
{
    /// <summary>Writes any value as text: texts as they are, everything else as JSON writes it.</summary>
    /// <param name="value">Any value.</param>
    /// <returns>The text.</returns>
    [Node("ToText", Category = "basics/primitive", Search = "string, convert, cast")]
    public static string ToText([Input(SocketOnly = true)] object value) => ValueText.Of(value);

    /// <summary>Reads a whole number. Fractions are cut off towards zero; true is 1 and false 0.</summary>
    /// <param name="value">A number, a boolean, a text or a JSON value that holds one.</param>
    /// <returns>The number.</returns>
    [Node("ToInt", Category = "basics/primitive", Search = "integer, convert, cast, parse number")]
    public static long ToInt([Input(SocketOnly = true)] object value)
    {
        switch (Plain(value))
        {
            case long whole:
                return whole;
            case string text when long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var parsed):
                return parsed;
        }

        var number = Math.Truncate(Number(value));
        return number is >= long.MinValue and < 9223372036854775808d
            ? (long)number
            : throw Failures.At("value", $"Input 'value' is {ValueText.Of(number)}, which is more than a whole number can hold.");
    }

    /// <summary>Reads a number; true is 1 and false 0.</summary>
    /// <param name="value">A number, a boolean, a text or a JSON value that holds one.</param>
    /// <returns>The number.</returns>
    [Node("ToFloat", Category = "basics/primitive", Search = "number, convert, cast, parse number")]
    public static double ToFloat([Input(SocketOnly = true)] object value) => Number(value);

    /// <summary>Reads true or false. Numbers are true unless they are 0; of texts, <c>true, yes, on, 1</c> and <c>false, no, off, 0</c> and the
    /// empty text are understood, in any case.</summary>
    /// <param name="value">A boolean, a number, a text or a JSON value that holds one.</param>
    /// <returns>The value.</returns>
    [Node("ToBoolean", Category = "basics/primitive", Search = "bool, convert, cast")]
    public static bool ToBoolean([Input(SocketOnly = true)] object value) => Plain(value) switch
    {
        bool flag => flag,
        long whole => whole != 0,
        double number => number != 0,
        string text => Truth(text),
        _ => throw Unreadable(value, "true or false"),
    };

    /// <summary>The number in a value.</summary>
    internal static double Number(object value)
    {
        var number = Plain(value) switch
        {
            bool flag => flag ? 1 : 0,
            long whole => whole,
            double real => real,
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) => parsed,
            _ => throw Unreadable(value, "a number, such as 12 or 0.5"),
        };
        return double.IsFinite(number) ? number : throw Unreadable(value, "a finite number");
    }

    /// <summary>A value as bool, long, double or string where it can be said as one; else itself.</summary>
    internal static object? Plain(object? value) => value switch
    {
        JsonElement { ValueKind: JsonValueKind.String } json => Plain(json.GetString()),
        JsonElement { ValueKind: JsonValueKind.True } => true,
        JsonElement { ValueKind: JsonValueKind.False } => false,
        JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        JsonElement { ValueKind: JsonValueKind.Number } json => json.TryGetInt64(out var whole) ? whole : json.GetDouble(),
        float number => (double)number,
        int number => (long)number,
        _ => value,
    };

    private static bool Truth(string text) => text.Trim().ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "ON" or "1" => true,
        "FALSE" or "NO" or "OFF" or "0" or "" => false,
        _ => throw Unreadable(text, "true or false"),
    };

    private static NodeFailure Unreadable(object? value, string wanted)
    {
        var shown = ValueText.Of(value);
        return Failures.At("value", $"Input 'value' is '{(shown.Length > 60 ? string.Concat(shown.AsSpan(0, 60), "…") : shown)}'; it takes {wanted}.");
    }
}
