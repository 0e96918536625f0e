using System.Globalization;

namespace MySpinBot.Nodes.Basics.Text;

/// <summary>How long a text is, and parts of it.</summary>
public static class LengthNodes
{
    /// <summary>Counts the characters of a text, as Unicode code points.</summary>
    /// <param name="string">The text.</param>
    /// <returns>How many characters it has.</returns>
    [Node("StringLength", Title = "Text Length", Category = "basics/text", Search = "character count, text size")]
    [return: Output(Name = "length")]
    public static long Length([Input(Multiline = true)] string @string) => CodePoints.Count(@string);

    /// <summary>Takes a part of a text, counted in code points. Negative positions count from the end; positions outside the text are moved to its ends.</summary>
    /// <param name="string">The text.</param>
    /// <param name="start">First character that is taken; the first of the text is 0.</param>
    /// <param name="end">First character that is no longer taken.</param>
    /// <returns>The part.</returns>
    [Node("StringSubstring", Title = "Substring", Category = "basics/text", Search = "extract text, text portion, slice")]
    public static string Substring([Input(Multiline = true)] string @string, long start = 0, long end = 0)
    {
        var count = CodePoints.Count(@string);
        var (first, last) = (Inside(start, count), Inside(end, count));
        return first >= last ? "" : @string[CodePoints.IndexOf(@string, first)..CodePoints.IndexOf(@string, last)];
    }

    /// <summary>Counts what a reader sees: characters (an emoji with its modifiers is one), words and lines.</summary>
    /// <param name="text">The text. Chinese, Japanese and Korean characters count as a word each.</param>
    /// <returns>characters: How many characters a reader sees; words: How many words; lines: How many lines.</returns>
    [Node("TextCount", Category = "basics/text", Search = "word count, line count, character count")]
    public static (long Characters, long Words, long Lines) Count([Input(Multiline = true)] string text)
    {
        var (characters, words, lines, insideWord) = (0L, 0L, text.Length == 0 ? 0L : 1L, false);
        for (var index = 0; index < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, index);
            var wide = DisplayWidth.IsIdeograph(text, index);
            var inWord = !wide && char.IsLetterOrDigit(text, index);
            words += wide || (inWord && !insideWord) ? 1 : 0;

            // An apostrophe or a hyphen between letters belongs to the word.
            insideWord = inWord || (insideWord && text[index] is '\'' or '’' or '-');
            lines += text[index] == '\n' || (text[index] == '\r' && length == 1) ? 1 : 0;
            lines += length == 2 && text[index] == '\r' ? 1 : 0;
            characters++;
            index += length;
        }

        return (characters, words, lines);
    }

    private static long Inside(long position, int count) => Math.Clamp(position < 0 ? position + count : position, 0, count);
}
