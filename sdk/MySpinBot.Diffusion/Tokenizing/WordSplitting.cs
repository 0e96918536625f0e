using System.Globalization;
using System.Text;

namespace MySpinBot.Diffusion;

/// <summary>Where a cleaned text is parted before its words are looked up: contractions, letters together, digits alone, everything else together.</summary>
/// <remarks>The pattern of clip/simple_tokenizer.py of openai/CLIP: <c>'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+</c>. Written out, as the framework's regular expressions know no letters beyond the first plane.</remarks>
internal static class WordSplitting
{
    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    /// <summary>The pieces, in their order; blanks are none.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var (kind, length) = At(text, at);
            if (kind == Kind.Blank)
            {
                at += length;
                continue;
            }

            var end = Contraction(text, at) is { } contraction ? at + contraction : at + length;
            if (end == at + length && kind is Kind.Letter or Kind.Other)
            {
                end = Run(text, end, kind);
            }

            yield return text[at..end];
            at = end;
        }
    }

    private static int Run(string text, int at, Kind kind)
    {
        while (at < text.Length && At(text, at) is var (next, length) && next == kind)
        {
            at += length;
        }

        return at;
    }

    private static int? Contraction(string text, int at)
    {
        foreach (var contraction in text[at] == '\'' ? Contractions : [])
        {
            if (string.CompareOrdinal(text, at, contraction, 0, contraction.Length) == 0)
            {
                return contraction.Length;
            }
        }

        return null;
    }

    private static (Kind Kind, int Length) At(string text, int at)
    {
        Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
        return (Rune.IsWhiteSpace(rune) ? Kind.Blank : Rune.IsLetter(rune) ? Kind.Letter : IsNumber(rune) ? Kind.Number : Kind.Other, length);
    }

    private static bool IsNumber(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private enum Kind
    {
        Blank,
        Letter,
        Number,
        Other,
    }
}
