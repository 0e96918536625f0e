using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;

namespace MySpinBot.Nodes.Basics.Text;

/// <summary>Lines of a given width.</summary>
public static class WrappingNodes
{
    /// <summary>Breaks lines so that none is wider than asked: at spaces, and between characters of scripts that are written without spaces.
    /// A word that is too wide for a line is broken.</summary>
    /// <param name="text">The text. Its own line ends stay.</param>
    /// <param name="width">Columns of a line. Chinese, Japanese and Korean characters and emoji take two.</param>
    /// <returns>The text with more line breaks.</returns>
    [Node("TextWrap", Title = "Wrap Text", Category = "basics/text", Search = "word wrap, line break, caption")]
    public static string Wrap([Input(Multiline = true)] string text, [Range(1, 10_000)] int width = 40)
        => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => WrapLine(line, width)));

    private static string WrapLine(string line, int width)
    {
        var (wrapped, used, pendingSpace) = (new StringBuilder(line.Length + 16), 0, false);
        for (var index = 0; index < line.Length;)
        {
            if (char.IsWhiteSpace(line[index]))
            {
                pendingSpace = used > 0;
                index++;
                continue;
            }

            var (length, columns) = NextWord(line, index);
            if (used > 0 && used + columns + (pendingSpace ? 1 : 0) > width)
            {
                wrapped.Append('\n');
                (used, pendingSpace) = (0, false);
            }

            wrapped.Append(pendingSpace ? " " : "");
            used += pendingSpace ? 1 : 0;
            used = AppendWord(wrapped, line.Substring(index, length), used, width);
            (pendingSpace, index) = (false, index + length);
        }

        return wrapped.ToString();
    }

    /// <summary>The run of characters that should stay on one line, with what closes it.</summary>
    private static (int Length, int Columns) NextWord(string line, int start)
    {
        var (index, columns, first) = (start, 0, true);
        while (index < line.Length && !char.IsWhiteSpace(line[index]))
        {
            if (!first && DisplayWidth.IsIdeograph(line, index))
            {
                break;
            }

            var length = StringInfo.GetNextTextElementLength(line, index);
            columns += DisplayWidth.Of(line, index);
            var free = DisplayWidth.IsIdeograph(line, index);
            index += length;

            // Closing punctuation never begins a line.
            if (free && !(index < line.Length && char.IsPunctuation(line, index) && !IsOpening(line[index])))
            {
                break;
            }

            first = false;
        }

        return (index - start, columns);
    }

    private static bool IsOpening(char character)
        => char.GetUnicodeCategory(character) is UnicodeCategory.OpenPunctuation or UnicodeCategory.InitialQuotePunctuation;

    private static int AppendWord(StringBuilder wrapped, string word, int used, int width)
    {
        for (var index = 0; index < word.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(word, index);
            var columns = DisplayWidth.Of(word, index);
            if (used > 0 && used + columns > width)
            {
                wrapped.Append('\n');
                used = 0;
            }

            wrapped.Append(word, index, length);
            (used, index) = (used + columns, index + length);
        }

        return used;
    }
}
