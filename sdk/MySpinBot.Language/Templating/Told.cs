using System.Globalization;
using System.Text;

namespace MySpinBot.Language;

/// <summary>Values as texts: as Python prints them (<c>str</c> and <c>repr</c>).</summary>
internal static class Told
{
    /// <summary>Values inside values, at most.</summary>
    public const int MostDepth = 64;

    /// <summary>What <c>{{ value }}</c> prints.</summary>
    public static MarkedText Text(object? value) => value switch
    {
        MarkedText text => text,
        Undefined or Unsaid => MarkedText.Empty,
        ArgumentsMap arguments => arguments.Json,
        _ => MarkedText.Mixed(Repr(value), IsForeign(value)),
    };

    /// <summary>What a value looks like in a list or dictionary that is printed.</summary>
    public static string Repr(object? value)
    {
        var text = new StringBuilder();
        Repr(text, value, 0);
        return text.ToString();
    }

    /// <summary>Whether a value holds text that people wrote.</summary>
    public static bool IsForeign(object? value) => IsForeign(value, 0);

    /// <summary>What a sentence calls a value.</summary>
    public static string Kind(object? value) => value switch
    {
        null or Unsaid => "none",
        Undefined undefined => $"'{undefined.Name}', which is undefined",
        bool => "a truth value",
        long => "a whole number",
        double => "a number",
        MarkedText => "a text",
        TemplateList => "a list",
        TemplateMap => "a dictionary",
        TemplateNamespace => "a namespace",
        _ => "a function",
    };

    private static bool IsForeign(object? value, int depth) => value switch
    {
        MarkedText text => text.Foreign.Length > 0,
        TemplateList list => depth >= MostDepth || list.Items.Exists(item => IsForeign(item, depth + 1)),
        TemplateMap map => depth >= MostDepth || map.Entries.Any(each => IsForeign(each.Key, depth + 1) || IsForeign(each.Value, depth + 1)),
        TemplateNamespace space => depth >= MostDepth || space.Values.Values.Any(each => IsForeign(each, depth + 1)),
        _ => false,
    };

    private static void Repr(StringBuilder text, object? value, int depth)
    {
        if (depth > MostDepth)
        {
            throw new TemplateFault("a value holds itself, and cannot be printed");
        }

        switch (value)
        {
            case null or Unsaid:
                text.Append("None");
                break;
            case Undefined:
                text.Append("Undefined");
                break;
            case bool flag:
                text.Append(flag ? "True" : "False");
                break;
            case long number:
                text.Append(number);
                break;
            case double number:
                text.Append(Number(number));
                break;
            case MarkedText literal:
                Quote(text, literal.Value);
                break;
            case TemplateList list:
                text.Append(list.IsTuple ? '(' : '[');
                for (var i = 0; i < list.Items.Count; i++)
                {
                    text.Append(i == 0 ? "" : ", ");
                    Repr(text, list.Items[i], depth + 1);
                }

                text.Append(list is { IsTuple: true, Items.Count: 1 } ? "," : "").Append(list.IsTuple ? ')' : ']');
                break;
            case TemplateMap map:
                text.Append('{');
                for (var i = 0; i < map.Entries.Count; i++)
                {
                    text.Append(i == 0 ? "" : ", ");
                    Repr(text, map.Entries[i].Key, depth + 1);
                    text.Append(": ");
                    Repr(text, map.Entries[i].Value, depth + 1);
                }

                text.Append('}');
                break;
            case TemplateNamespace:
                text.Append("<Namespace>");
                break;
            default:
                text.Append("<function>");
                break;
        }
    }

    /// <summary>A number as Python writes it: the shortest that reads back, with a fraction always.</summary>
    public static string Number(double number)
    {
        if (double.IsNaN(number) || double.IsInfinity(number))
        {
            return double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }

        var size = Math.Abs(number);
        if (size != 0 && size is < 1e-4 or >= 1e16)
        {
            // 1E+16 of .NET is 1e+16 there; exponents have two digits at least.
            var parts = number.ToString("E16", CultureInfo.InvariantCulture).Split('E');
            var shortest = number.ToString("R", CultureInfo.InvariantCulture).Split('E');
            var exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
            var digits = shortest.Length == 2 ? shortest[0] : parts[0].TrimEnd('0').TrimEnd('.');
            return $"{digits}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        var text = number.ToString(size >= 1e15 ? "F1" : "R", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) ? number.ToString("0.0################", CultureInfo.InvariantCulture)
            : text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }

    private static void Quote(StringBuilder text, string value)
    {
        var quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        text.Append(quote);
        foreach (var c in value)
        {
            _ = c switch
            {
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\\' => text.Append("\\\\"),
                _ when c == quote => text.Append('\\').Append(c),
                _ when c < ' ' || c == 0x7f => text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => text.Append(c),
            };
        }

        text.Append(quote);
    }
}
