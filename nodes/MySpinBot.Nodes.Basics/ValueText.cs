using System.Globalization;
using System.Text.Json;

namespace MySpinBot.Nodes.Basics;

/// <summary>How any value reads as text: texts as they are, everything else as JSON writes it. A whole float keeps its <c>.0</c>.</summary>
internal static class ValueText
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => Of(number),
        float number => Of((double)number),
        JsonElement { ValueKind: JsonValueKind.Undefined } => "null",
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString()!,
        JsonElement json => json.GetRawText(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? value.GetType().Name,
    };

    public static string Of(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return text.All(character => char.IsAsciiDigit(character) || character == '-') ? text + ".0" : text;
    }
}
