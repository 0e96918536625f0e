namespace MySpinBot.Nodes.Basics.Text;

/// <summary>Finds where sentences end. Rules, not a model: full stops, question and exclamation marks of the world's scripts end a sentence with the
/// quotes and brackets that close after them, unless the stop belongs to an abbreviation, an initial or a number, or the text goes on in lower case.</summary>
internal sealed class SentenceSplitter(string language, bool linesEndSentences)
{
    private const string Stops = ".!?…‽⁇⁈⁉";

    // These need no space after them: scripts without spaces, and marks that stand for nothing else.
    private const string FullStops = "。！？｡．︒؟۔।॥։።፧፨။";
    private const string Closers = "\"'”’»›)]}」』）】〕》〉";

    private readonly Abbreviations _abbreviations = Abbreviations.Of(language);

    /// <summary>The sentences in order, trimmed. A piece without a letter or digit joins the one before it.</summary>
    public List<string> Split(string text)
    {
        var sentences = new List<string>();
        var start = 0;
        for (var index = 0; index < text.Length; index++)
        {
            if (IsEnd(text, index, out var end))
            {
                Add(sentences, text.AsSpan(start, end - start));
                start = end;
                index = end - 1;
            }
        }

        Add(sentences, text.AsSpan(start));
        return sentences;
    }

    private bool IsEnd(string text, int index, out int end)
    {
        end = index + 1;
        if (text[index] is '\n' or '\r' or '\u2029')
        {
            return linesEndSentences || IsBlankLine(text, index);
        }

        var isFull = FullStops.Contains(text[index], StringComparison.Ordinal);
        if (!isFull && !Stops.Contains(text[index], StringComparison.Ordinal))
        {
            return false;
        }

        while (end < text.Length && (Stops.Contains(text[end], StringComparison.Ordinal) || FullStops.Contains(text[end], StringComparison.Ordinal)))
        {
            isFull |= FullStops.Contains(text[end++], StringComparison.Ordinal);
        }

        var marks = end;
        while (end < text.Length && Closers.Contains(text[end], StringComparison.Ordinal))
        {
            end++;
        }

        end += SpacedQuote(text, end);
        return isFull || EndsBeforeSpace(text, index, marks, end);
    }

    /// <summary>French puts a space before the quote that closes; a quote that a word follows opens.</summary>
    private static int SpacedQuote(string text, int at)
        => at + 1 < text.Length && char.IsWhiteSpace(text[at]) && text[at + 1] == '»' && (at + 2 == text.Length || !char.IsLetterOrDigit(text[at + 2])) ? 2 : 0;

    private bool EndsBeforeSpace(string text, int first, int marks, int end)
    {
        var next = end;
        while (next < text.Length && char.IsWhiteSpace(text[next]))
        {
            next++;
        }

        if (next == text.Length)
        {
            return true;
        }

        if (next == end)
        {
            return DisplayWidth.IsIdeograph(text, next);
        }

        var word = WordAt(text, next, out var at);
        if (word.Length > 0 && char.IsLower(word[0]) && (text[first] is '.' or '…' || end > marks))
        {
            return false;
        }

        return text[first] != '.' || marks - first > 1 || word.Length == 0 || end > marks || !StopBelongsToWord(text, first, word, at);
    }

    private bool StopBelongsToWord(string text, int stop, string next, int at)
    {
        var start = stop;
        while (start > 0 && !char.IsWhiteSpace(text[start - 1]) && !"([{\"“„«'‘".Contains(text[start - 1], StringComparison.Ordinal))
        {
            start--;
        }

        var word = text[start..stop];
        return word.Length > 0 && (_abbreviations.Continues(word, next) || IsOrdinal(word, text, at));
    }

    /// <summary>German writes ordinals with a stop: "am 3. Oktober". Only there, and only up to two digits; "1990. Dann" ends a sentence.</summary>
    private bool IsOrdinal(string word, string text, int next)
        => language == "de" && word.Length <= 2 && word.All(char.IsAsciiDigit) && char.IsLetter(text, next);

    private static string WordAt(string text, int index, out int at)
    {
        while (index < text.Length && !char.IsLetterOrDigit(text[index]) && !char.IsWhiteSpace(text[index]))
        {
            index++;
        }

        at = index;
        while (index < text.Length && char.IsLetterOrDigit(text[index]))
        {
            index++;
        }

        return text[at..index];
    }

    private static bool IsBlankLine(string text, int index)
    {
        var breaks = 0;
        for (; index < text.Length && char.IsWhiteSpace(text[index]); index++)
        {
            breaks += text[index] is '\n' or '\u2029' || (text[index] == '\r' && !(index + 1 < text.Length && text[index + 1] == '\n')) ? 1 : 0;
        }

        return breaks > 1;
    }

    private static void Add(List<string> sentences, ReadOnlySpan<char> piece)
    {
        piece = piece.Trim();
        if (piece.Length == 0)
        {
            return;
        }

        if (sentences.Count > 0 && !HasWord(piece))
        {
            sentences[^1] += " " + piece.ToString();
            return;
        }

        Limits.PromisedList(sentences.Count + 1, "text");
        sentences.Add(Unwrapped(piece));
    }

    private static bool HasWord(ReadOnlySpan<char> piece)
    {
        foreach (var rune in piece.EnumerateRunes())
        {
            if (System.Text.Rune.IsLetterOrDigit(rune) || System.Text.Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.OtherSymbol)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A sentence that ran over several lines, on one.</summary>
    private static string Unwrapped(ReadOnlySpan<char> piece)
        => piece.IndexOfAny('\n', '\r') < 0 ? piece.ToString() : string.Join(' ', piece.ToString().Split('\n', '\r').Select(line => line.Trim()).Where(line => line.Length > 0));
}
