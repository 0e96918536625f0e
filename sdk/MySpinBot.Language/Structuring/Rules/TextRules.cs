using System.Globalization;
using System.Text;

namespace MySpinBot.Language;

/// <summary>Rules of JSON's strings.</summary>
internal sealed class TextRules(RuleBook book, Terms terms)
{
    private static readonly CharSet Plain = CharSet.Of(0x20, 0x10FFFF).Less(CharSet.Of("\"\\"));
    private static readonly CharSet Hex = CharSet.Of([('0', '9'), ('a', 'f'), ('A', 'F')]);
    private static readonly (int Character, string Written)[] Escapes =
        [('"', "\\\""), ('\\', "\\\\"), ('\b', "\\b"), ('\f', "\\f"), ('\n', "\\n"), ('\r', "\\r"), ('\t', "\\t")];

    private static readonly CharSet OtherControls = CharSet.Of(0, 0x1F).Less(CharSet.Of("\b\f\n\r\t"));
    private const int FewControls = 4;

    private Rule? _character;
    private Rule? _any;

    /// <summary>A string of any characters.</summary>
    public Rule Any => _any ??= book.New("string", new Symbol.Text("\""), new Symbol.Repeat(Character, 0, null), new Symbol.Text("\""));

    /// <summary>The strings of a variant, with their quotes.</summary>
    public Symbol[] Of(TextVariant text, string purpose)
    {
        if (text.Languages.Count == 0)
        {
            return text is { Least: 0, Most: null } ? [new Symbol.Of(Any)]
                : [new Symbol.Text("\""), .. text.Most == 0 ? [] : book.Repeated(Character, text.Least, text.Most), new Symbol.Text("\"")];
        }

        return [new Symbol.Text("\""), .. Of(Language(text), purpose), new Symbol.Text("\"")];
    }

    /// <summary>The texts of a language as a string's inside; a symbol that gives nothing where there are none that can be written.</summary>
    public Symbol[] Of(Term language, string purpose) => Of(Automaton.Of(terms, language), purpose);

    /// <summary>The language of a variant.</summary>
    public Term Language(TextVariant text) => terms.And(text.Languages.Append(terms.Repeat(terms.AnyCharacter, text.Least, text.Most ?? -1)));

    /// <summary>A text as JSON writes it, without its quotes.</summary>
    public static string Written(string text)
    {
        var written = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var escape = Array.FindIndex(Escapes, escape => escape.Character == rune.Value);
            written.Append(escape >= 0 ? Escapes[escape].Written : rune.Value < 0x20 ? string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}") : rune.ToString());
        }

        return written.ToString();
    }

    private Symbol[] Of(Automaton automaton, string purpose) => AutomatonRules.Of(book, purpose, automaton, Written);

    /// <summary>Characters of a set as a string has them: as they are, or escaped where they have to be. Other control characters are written only where few are asked for.</summary>
    private static IEnumerable<Symbol[]> Written(CharSet set)
    {
        var plain = set.And(Plain);
        if (!plain.IsEmpty)
        {
            yield return [plain is { Count: 1 } ? new Symbol.Text(char.ConvertFromUtf32(plain.First)) : new Symbol.Character(plain)];
        }

        foreach (var (escaped, written) in Escapes)
        {
            if (set.Contains(escaped))
            {
                yield return [new Symbol.Text(written)];
            }
        }

        var controls = set.And(OtherControls);
        foreach (var control in controls.Count <= FewControls ? controls.Ranges.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1)) : [])
        {
            yield return [new Symbol.Text(string.Create(CultureInfo.InvariantCulture, $"\\u{control:x4}"))];
        }
    }

    /// <summary>One character of a free string, in any of JSON's ways to write it; no U+0000 and no half of a surrogate pair.</summary>
    public Rule Character => _character ??= MakeCharacter();

    private Rule MakeCharacter()
    {
        var one = book.New("char");
        var hex = new Symbol.Character(Hex);
        var notZero = new Symbol.Character(Hex.Less(CharSet.Of('0')));
        var code = book.New("code");
        code.Alternatives.AddRange(
        [
            [new Symbol.Text("000"), notZero],
            [new Symbol.Text("00"), notZero, hex],
            [new Symbol.Text("0"), notZero, hex, hex],
            [new Symbol.Character(Hex.Less(CharSet.Of("0dD"))), hex, hex, hex],
            [new Symbol.Character(CharSet.Of("dD")), new Symbol.Character(CharSet.Of('0', '7')), hex, hex],
            [
                new Symbol.Character(CharSet.Of("dD")), new Symbol.Character(CharSet.Of("89abAB")), hex, hex,
                new Symbol.Text("\\u"), new Symbol.Character(CharSet.Of("dD")), new Symbol.Character(CharSet.Of("cdefCDEF")), hex, hex,
            ],
        ]);
        one.Alternatives.Add([new Symbol.Character(Plain)]);
        var escape = book.New("escape");
        escape.Alternatives.Add([new Symbol.Character(CharSet.Of("\"\\/bfnrt"))]);
        escape.Alternatives.Add([new Symbol.Text("u"), new Symbol.Of(code)]);
        one.Alternatives.Add([new Symbol.Text("\\"), new Symbol.Of(escape)]);
        return one;
    }
}
