using System.Globalization;
using System.Text;

namespace MySpinBot.Diffusion;

/// <summary>What becomes of a text before it is parted into words: control characters go, blanks become one, ideographs stand alone, everything is small and in Unicode's form C.</summary>
/// <remarks>As BasicTokenizer of huggingface/transformers does it, which CLIPTokenizer uses where ftfy is not installed, as ComfyUI does.</remarks>
internal static class PromptText
{
    // A capital sigma at the end of a word is written otherwise.
    private const int CapitalSigma = 0x3A3, Sigma = 0x3C3, FinalSigma = 0x3C2;
    private const int CapitalDottedI = 0x130;

    /// <summary>The text as words, each followed by one blank.</summary>
    public static string Clean(string text)
    {
        var cleaned = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsBlank(rune))
            {
                cleaned.Append(' ');
            }
            else if (IsIdeograph(rune.Value))
            {
                cleaned.Append(' ').Append(rune.ToString()).Append(' ');
            }
            else if (rune != Rune.ReplacementChar && !IsControl(rune))
            {
                cleaned.Append(rune.ToString());
            }
        }

        var small = new StringBuilder(cleaned.Length + 1);
        foreach (var word in CanonicalForm.Of(cleaned.ToString()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            Lower(word, small);
            small.Append(' ');
        }

        return small.ToString();
    }

    // Python's str.lower, by the full mappings of Unicode; the framework's are one character for one.
    private static void Lower(string word, StringBuilder into)
    {
        if (Ascii.IsValid(word))
        {
            into.Append(word.ToLowerInvariant());
            return;
        }

        var runes = word.EnumerateRunes().ToArray();
        for (var i = 0; i < runes.Length; i++)
        {
            into.Append(runes[i].Value switch
            {
                CapitalDottedI => "i\u0307",
                CapitalSigma => new Rune(EndsWord(runes, i) ? FinalSigma : Sigma).ToString(),
                _ => Rune.ToLowerInvariant(runes[i]).ToString(),
            });
        }
    }

    // Behind a letter, and before none, whatever stands between that has no case and is passed over.
    private static bool EndsWord(Rune[] runes, int at)
    {
        var (before, behind) = (at - 1, at + 1);
        while (before >= 0 && IsPassedOver(runes[before]))
        {
            before--;
        }

        while (behind < runes.Length && IsPassedOver(runes[behind]))
        {
            behind++;
        }

        return before >= 0 && HasCase(runes[before]) && !(behind < runes.Length && HasCase(runes[behind]));
    }

    private static bool HasCase(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        || rune.Value is 0xAA or 0xBA or (>= 0x2160 and <= 0x217F) or (>= 0x24B6 and <= 0x24E9);

    private static bool IsPassedOver(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol
        || rune.Value is '\'' or '.' or ':' or 0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2018 or 0x2019 or 0x2024 or 0x2027 or 0xFE13 or 0xFE52 or 0xFE55 or 0xFF07 or 0xFF0E or 0xFF1A;

    // Line and paragraph separators are left to the splitting.
    private static bool IsBlank(Rune rune) => rune.Value is '\t' or '\n' or '\r' || Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator;

    private static bool IsControl(Rune rune)
        => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    private static bool IsIdeograph(int rune) => rune is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
