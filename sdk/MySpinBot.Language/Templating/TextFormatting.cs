using System.Globalization;

namespace MySpinBot.Language;

/// <summary>Values put into texts: <c>'%s' % value</c>, <c>'{}'.format(value)</c>.</summary>
internal static class TextFormatting
{
    /// <summary>Fills in <c>%s</c>, <c>%d</c>, <c>%i</c>, <c>%r</c>, <c>%f</c>, <c>%.2f</c>, <c>%%</c>.</summary>
    public static MarkedText Percent(TemplateRun run, MarkedText text, IReadOnlyList<object?> values)
    {
        var made = new MarkedTextBuilder();
        var (next, at) = (0, 0);
        for (var sign = text.Value.IndexOf('%', StringComparison.Ordinal); sign >= 0; sign = text.Value.IndexOf('%', at))
        {
            made.Append(text.Slice(at, sign - at));
            var end = sign + 1;
            while (end < text.Length && (char.IsAsciiDigit(text.Value[end]) || text.Value[end] == '.'))
            {
                end++;
            }

            var kind = end < text.Length ? text.Value[end] : throw new TemplateFault("a text ends with '%', and '%%' was meant or a kind is missing");
            if (kind == '%')
            {
                made.Append("%");
            }
            else
            {
                var value = next < values.Count ? values[next++] : throw new TemplateFault("there are fewer values than '%' in the text that they fill");
                made.Append(run.Made(Formatted(value, kind, text.Value[(sign + 1)..end])));
            }

            at = end + 1;
            if (at >= text.Length)
            {
                break;
            }
        }

        made.Append(text.Slice(Math.Min(at, text.Length), Math.Max(0, text.Length - at)));
        return run.Made(made.ToText());
    }

    /// <summary>Fills in <c>{}</c>, <c>{0}</c>, <c>{name}</c>; <c>{{</c> and <c>}}</c> stand for themselves.</summary>
    public static MarkedText Braces(TemplateRun run, MarkedText text, TemplateArguments given)
    {
        var made = new MarkedTextBuilder();
        var (next, i) = (0, 0);
        while (i < text.Length)
        {
            var c = text.Value[i];
            if (c is '{' or '}' && i + 1 < text.Length && text.Value[i + 1] == c)
            {
                made.Append(text.Slice(i, 1));
                i += 2;
            }
            else if (c == '{')
            {
                var end = text.Value.IndexOf('}', i);
                var field = end < 0 ? throw new TemplateFault("'{' is not closed in a text to fill") : text.Value[(i + 1)..end];
                var place = field.Length == 0 ? next++ : int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
                made.Append(run.Made(Told.Text(given.Needed(place, field, "format"))));
                i = end + 1;
            }
            else
            {
                made.Append(text.Slice(i, 1));
                i++;
            }
        }

        return run.Made(made.ToText());
    }

    private static MarkedText Formatted(object? value, char kind, string width)
    {
        var parts = width.Split('.');
        var text = kind switch
        {
            's' => Told.Text(value),
            'r' => MarkedText.Mixed(Told.Repr(value), Told.IsForeign(value)),
            'd' or 'i' => MarkedText.Own((value is double number ? (long)number : Operations.ToWhole(value)).ToString(CultureInfo.InvariantCulture)),
            'f' => MarkedText.Own(Operations.ToDouble(value).ToString($"F{Digits(parts)}", CultureInfo.InvariantCulture)),
            _ => throw new TemplateFault($"'%{kind}' is no kind that is known; %s, %d and %f are"),
        };
        var wanted = parts[0].Length > 0 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? Math.Min(asked, 1000) : 0;
        return text.Length >= wanted ? text : MarkedText.Own(new string(parts[0][0] == '0' ? '0' : ' ', wanted - text.Length)) + text;
    }

    private static int Digits(string[] parts)
        => parts.Length > 1 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var digits) ? Math.Min(digits, 99) : 6;
}
