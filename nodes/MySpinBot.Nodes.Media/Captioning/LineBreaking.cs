using System.Globalization;
using System.Text;

namespace MySpinBot.Nodes.Media;

/// <summary>Breaks a text into lines of about equal width: between words, in Chinese and Japanese between characters, never before punctuation that closes
/// nor after punctuation that opens.</summary>
internal static class LineBreaking
{
    /// <summary>What a Chinese character counts where widths are given in Latin letters: 42 letters are 16 of them.</summary>
    public const double Wide = 2.6;

    /// <summary>The text in as few lines as it fits into, evenly filled; a word that is wider than a line stands alone. Line breaks in the text are kept.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">Width of a line, in letters.</param>
    /// <param name="wide">What a Chinese character counts.</param>
    public static string Break(string text, double width, double wide = Wide) => string.Join('\n', text.Split('\n').SelectMany(line => Lines(line, width, wide)));

    /// <summary>Width of a text in letters.</summary>
    public static double Width(ReadOnlySpan<char> text, double wide = Wide)
    {
        double width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += IsWide(rune) ? wide : Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.EnclosingMark ? 0 : 1;
        }

        return width;
    }

    /// <summary>Whether it takes the room of a Chinese character.</summary>
    public static bool IsWide(Rune rune) => CaptionWords.IsCharacterOfItsOwn(rune) || rune.Value is (>= 0x3000 and <= 0x303F) or (>= 0xFF01 and <= 0xFF60) or (>= 0xAC00 and <= 0xD7A3) or (>= 0x1F300 and <= 0x1FAFF);

    private static List<string> Lines(string line, double width, double wide)
    {
        var words = CaptionWords.Split(line).ToArray();
        if (words.Length == 0)
        {
            return [];
        }

        var fewest = Filled(words, line, width, wide);

        // The narrowest width that needs no more lines fills them evenly.
        var (low, high) = (0.0, width);
        for (var i = 0; i < 12 && fewest.Count > 1; i++)
        {
            var middle = (low + high) / 2;
            var tried = Filled(words, line, middle, wide);
            if (tried.Count <= fewest.Count && tried.All(each => Width(each, wide) <= width))
            {
                (high, fewest) = (middle, tried);
            }
            else
            {
                low = middle;
            }
        }

        return fewest;
    }

    private static List<string> Filled((int Place, string Text)[] words, string line, double width, double wide)
    {
        var (lines, start, end) = (new List<string>(), words[0].Place, words[0].Place);
        foreach (var (place, text) in words)
        {
            if (end > start && Width(line.AsSpan(start, place + text.Length - start), wide) > width)
            {
                lines.Add(line[start..end].TrimEnd());
                start = place;
            }

            end = place + text.Length;
        }

        lines.Add(line[start..end].TrimEnd());
        return lines;
    }
}
