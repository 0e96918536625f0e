using System.Buffers;
using System.Text;

namespace MySpinBot.Nodes.Media;

/// <summary>Words of a text, as captions count them: what stands between white space; in Chinese and Japanese, each character.
/// Punctuation belongs to the word that it touches.</summary>
internal static class CaptionWords
{
    private static readonly SearchValues<char> Opening = SearchValues.Create("（「『《〈【〔〖“‘([{«‹¿¡");

    /// <summary>The words, each with its place.</summary>
    public static IEnumerable<(int Place, string Text)> Split(string text)
    {
        var (start, complete) = (-1, false);
        for (var i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            var wide = IsCharacterOfItsOwn(rune);
            var ends = start >= 0 && (Rune.IsWhiteSpace(rune)
                || (wide && !IsOnlyOpening(text.AsSpan(start, i - start)))
                || (complete && (Rune.IsLetterOrDigit(rune) || IsOpening(rune))));
            if (ends)
            {
                yield return (start, text[start..i]);
                (start, complete) = (-1, false);
            }

            if (!Rune.IsWhiteSpace(rune))
            {
                start = start < 0 ? i : start;
                complete |= wide;
            }

            i += length;
        }

        if (start >= 0)
        {
            yield return (start, text[start..]);
        }
    }

    /// <summary>Whether it is a Chinese character or a kana: written without spaces, wide, a word of its own.</summary>
    public static bool IsCharacterOfItsOwn(Rune rune) => rune.Value is (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x20000 and <= 0x3FFFF) or (>= 0x3041 and <= 0x30FA) or 0x30FC or 0x3007 or 0x3005;

    /// <summary>Whether it begins something and must not end a line.</summary>
    public static bool IsOpening(Rune rune) => rune.IsBmp && Opening.Contains((char)rune.Value);

    private static bool IsOnlyOpening(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(Opening) < 0;
}
