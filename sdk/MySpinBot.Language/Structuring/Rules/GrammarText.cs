using System.Globalization;
using System.Text;

namespace MySpinBot.Language;

/// <summary>Writes rules as llama.cpp's GBNF.</summary>
internal static class GrammarText
{
    /// <summary>The rules as text, the first under the name <c>root</c>.</summary>
    public static string Of(IReadOnlyList<Rule> rules)
    {
        var text = new StringBuilder();
        foreach (var rule in rules)
        {
            text.Append(Name(rule, rules)).Append(" ::= ");
            for (var at = 0; at < rule.Alternatives.Count; at++)
            {
                text.Append(at == 0 ? "" : " | ");
                Write(text, rule.Alternatives[at], rules);
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Name(Rule rule, IReadOnlyList<Rule> rules) => rule == rules[0] ? "root" : rule.Name;

    private static void Write(StringBuilder text, Symbol[] symbols, IReadOnlyList<Rule> rules)
    {
        if (symbols.Length == 0)
        {
            // Nothing at all would do for all but the last alternative: llama.cpp goes on to the next line for that.
            text.Append("\"\"");
        }

        var separate = "";
        for (var at = 0; at < symbols.Length; at++)
        {
            text.Append(separate);
            separate = " ";
            switch (symbols[at])
            {
                case Symbol.Text literal:
                    text.Append('"');
                    for (; at < symbols.Length && symbols[at] is Symbol.Text more; at++)
                    {
                        foreach (var rune in more.Value.EnumerateRunes())
                        {
                            Write(text, rune.Value, "\"\\");
                        }
                    }

                    at--;
                    text.Append('"');
                    break;
                case Symbol.Character character:
                    Write(text, character.Set);
                    break;
                case Symbol.Of of:
                    text.Append(Name(of.Rule, rules));
                    break;
                case Symbol.Repeat repeat:
                    text.Append(Name(repeat.Rule, rules)).Append(Times(repeat));
                    break;
            }
        }
    }

    private static string Times(Symbol.Repeat repeat) => (repeat.Least, repeat.Most) switch
    {
        (0, null) => "*",
        (1, null) => "+",
        (0, 1) => "?",
        (1, 1) => "",
        (var least, null) => string.Create(CultureInfo.InvariantCulture, $"{{{least},}}"),
        var (least, most) when least == most => string.Create(CultureInfo.InvariantCulture, $"{{{least}}}"),
        var (least, most) => string.Create(CultureInfo.InvariantCulture, $"{{{least},{most}}}"),
    };

    private static void Write(StringBuilder text, CharSet set)
    {
        text.Append('[');
        foreach (var (first, last) in set.Ranges)
        {
            Write(text, first, "[]^-\\\"");
            if (last > first)
            {
                text.Append(last > first + 1 ? "-" : "");
                Write(text, last, "[]^-\\\"");
            }
        }

        text.Append(']');
    }

    private static void Write(StringBuilder text, int character, string special)
    {
        if (character is < ' ' or 0x7F || (character < 0x7F && special.Contains((char)character)))
        {
            text.Append(CultureInfo.InvariantCulture, $"\\x{character:X2}");
        }
        else if (character < 0x7F)
        {
            text.Append((char)character);
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"{(character > 0xFFFF ? $"\\U{character:X8}" : $"\\u{character:X4}")}");
        }
    }
}
