using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace MySpinBot.Language;

/// <summary>Texts of a vocabulary that are tokens by themselves wherever they stand: those that give a prompt its structure.</summary>
internal sealed class ControlTexts
{
    // Of llama.cpp's attributes of tokens.
    private const int UserDefined = 16;

    private static readonly ConditionalWeakTable<Vocabulary, ControlTexts> Known = [];

    private readonly Dictionary<char, string[]> _byFirst;
    private readonly SearchValues<string> _all;

    private ControlTexts(IEnumerable<string> texts)
    {
        string[] all = [.. texts.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)];
        _byFirst = all.GroupBy(text => text[0]).ToDictionary(group => group.Key, group => group.OrderByDescending(text => text.Length).ToArray());
        _all = SearchValues.Create(all, StringComparison.Ordinal);
    }

    /// <summary>Those of a vocabulary: control tokens, and of the tokens that its maker added those that look like marks (<c>&lt;think&gt;</c>, <c>[TOOL_CALLS]</c>);
    /// others that were added are words, tags of web pages and white space, which people may well write.</summary>
    public static ControlTexts Of(Vocabulary vocabulary) => Known.GetValue(vocabulary, Read);

    /// <summary>Those with these texts.</summary>
    internal static ControlTexts Of(params string[] texts) => new(texts);

    /// <summary>Where the next begins, from a place on; less than 0 where none does.</summary>
    public int Next(ReadOnlySpan<char> text, int from)
    {
        var at = text[from..].IndexOfAny(_all);
        return at < 0 ? at : from + at;
    }

    /// <summary>Those that begin at a place.</summary>
    public IEnumerable<string> At(string text, int place)
        => _byFirst.TryGetValue(text[place], out var texts) ? texts.Where(each => string.CompareOrdinal(text, place, each, 0, each.Length) == 0) : [];

    private static ControlTexts Read(Vocabulary vocabulary)
    {
        List<string> texts = [];
        for (var token = 0; token < vocabulary.Count; token++)
        {
            var control = vocabulary.IsControl(token);
            if (control || (LlamaNative.TokenAttributes(vocabulary.Pointer, token) & UserDefined) != 0)
            {
                var text = Encoding.UTF8.GetString(vocabulary.BytesOf(token, special: true).Span);
                if (control || IsMark(text))
                {
                    texts.Add(text);
                }
            }
        }

        return new ControlTexts(texts);
    }

    // <|x|>, <think>, </tool_call>, [INST], but not <b>, </table> or <h1>: names of more than a word, or of what conversations are made of.
    private static bool IsMark(string text)
        => text.Length > 2 && text[0] is '<' or '[' && text[^1] is '>' or ']'
            && (text.AsSpan().IndexOfAny("|_:｜▁") >= 0 || text[0] == '[' || text.Contains("think", StringComparison.OrdinalIgnoreCase) || text.Contains("tool", StringComparison.OrdinalIgnoreCase));
}
