using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;

namespace MySpinBot.Language;

/// <summary>The sets of characters that regular expressions have names for (ECMA-262).</summary>
internal static class PatternSets
{
    private static readonly CharSet Word = CharSet.Of([('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')]);
    private static readonly CharSet LineEnds = CharSet.Of("\n\r\u2028\u2029");
    private static readonly CharSet Space = CharSet.Of(UnicodeCategory.SpaceSeparator).Or(CharSet.Of([('\t', '\r'), (0xFEFF, 0xFEFF)])).Or(LineEnds);

    /// <summary>What <c>.</c> stands for.</summary>
    public static CharSet NoLineEnd { get; } = LineEnds.Not();

    /// <summary>What a letter after <c>\</c> stands for.</summary>
    public static FrozenDictionary<char, CharSet> Short { get; } = new Dictionary<char, CharSet>
    {
        ['d'] = CharSet.Digits,
        ['D'] = CharSet.Digits.Not(),
        ['w'] = Word,
        ['W'] = Word.Not(),
        ['s'] = Space,
        ['S'] = Space.Not(),
        ['t'] = CharSet.Of('\t'),
        ['n'] = CharSet.Of('\n'),
        ['v'] = CharSet.Of('\v'),
        ['f'] = CharSet.Of('\f'),
        ['r'] = CharSet.Of('\r'),
        ['0'] = CharSet.Of(0),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, UnicodeCategory[]> Categories = new Dictionary<string, UnicodeCategory[]>
    {
        ["Lu"] = [UnicodeCategory.UppercaseLetter],
        ["Ll"] = [UnicodeCategory.LowercaseLetter],
        ["Lt"] = [UnicodeCategory.TitlecaseLetter],
        ["Lm"] = [UnicodeCategory.ModifierLetter],
        ["Lo"] = [UnicodeCategory.OtherLetter],
        ["L"] = [UnicodeCategory.UppercaseLetter, UnicodeCategory.LowercaseLetter, UnicodeCategory.TitlecaseLetter, UnicodeCategory.ModifierLetter, UnicodeCategory.OtherLetter],
        ["Mn"] = [UnicodeCategory.NonSpacingMark],
        ["Mc"] = [UnicodeCategory.SpacingCombiningMark],
        ["Me"] = [UnicodeCategory.EnclosingMark],
        ["M"] = [UnicodeCategory.NonSpacingMark, UnicodeCategory.SpacingCombiningMark, UnicodeCategory.EnclosingMark],
        ["Nd"] = [UnicodeCategory.DecimalDigitNumber],
        ["Nl"] = [UnicodeCategory.LetterNumber],
        ["No"] = [UnicodeCategory.OtherNumber],
        ["N"] = [UnicodeCategory.DecimalDigitNumber, UnicodeCategory.LetterNumber, UnicodeCategory.OtherNumber],
        ["Pc"] = [UnicodeCategory.ConnectorPunctuation],
        ["Pd"] = [UnicodeCategory.DashPunctuation],
        ["Ps"] = [UnicodeCategory.OpenPunctuation],
        ["Pe"] = [UnicodeCategory.ClosePunctuation],
        ["Pi"] = [UnicodeCategory.InitialQuotePunctuation],
        ["Pf"] = [UnicodeCategory.FinalQuotePunctuation],
        ["Po"] = [UnicodeCategory.OtherPunctuation],
        ["P"] =
        [
            UnicodeCategory.ConnectorPunctuation, UnicodeCategory.DashPunctuation, UnicodeCategory.OpenPunctuation, UnicodeCategory.ClosePunctuation,
            UnicodeCategory.InitialQuotePunctuation, UnicodeCategory.FinalQuotePunctuation, UnicodeCategory.OtherPunctuation,
        ],
        ["Sm"] = [UnicodeCategory.MathSymbol],
        ["Sc"] = [UnicodeCategory.CurrencySymbol],
        ["Sk"] = [UnicodeCategory.ModifierSymbol],
        ["So"] = [UnicodeCategory.OtherSymbol],
        ["S"] = [UnicodeCategory.MathSymbol, UnicodeCategory.CurrencySymbol, UnicodeCategory.ModifierSymbol, UnicodeCategory.OtherSymbol],
        ["Zs"] = [UnicodeCategory.SpaceSeparator],
        ["Zl"] = [UnicodeCategory.LineSeparator],
        ["Zp"] = [UnicodeCategory.ParagraphSeparator],
        ["Z"] = [UnicodeCategory.SpaceSeparator, UnicodeCategory.LineSeparator, UnicodeCategory.ParagraphSeparator],
        ["Cc"] = [UnicodeCategory.Control],
        ["Cf"] = [UnicodeCategory.Format],
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> LongNames = new Dictionary<string, string>
    {
        ["Letter"] = "L",
        ["Uppercase_Letter"] = "Lu",
        ["Lowercase_Letter"] = "Ll",
        ["Titlecase_Letter"] = "Lt",
        ["Mark"] = "M",
        ["Number"] = "N",
        ["Decimal_Number"] = "Nd",
        ["Punctuation"] = "P",
        ["Symbol"] = "S",
        ["Currency_Symbol"] = "Sc",
        ["Separator"] = "Z",
        ["Space_Separator"] = "Zs",
    }.ToFrozenDictionary();

    // Made at first use of each: a walk over all of Unicode.
    private static readonly ConcurrentDictionary<string, CharSet> Made = new();

    /// <summary>A general category; null where there is none of the name.</summary>
    public static CharSet? Property(string name)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["General_Category=", "gc="])
        {
            name = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        }

        name = LongNames.GetValueOrDefault(name, name);
        return Categories.TryGetValue(name, out var categories) ? Made.GetOrAdd(name, _ => CharSet.Of(categories)) : null;
    }
}
