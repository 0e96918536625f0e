using System.Buffers;

namespace MySpinBot.Nodes.Llm;

/// <summary>Cuts a text into pieces of at most a size, where it divides best. The pieces without what they overlap are the text again, to the character.</summary>
/// <param name="size">The most of a piece.</param>
/// <param name="overlap">How much of a piece the next one begins with, at most.</param>
/// <param name="measure">How much a part of the text is.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class TextCutting(int size, int overlap, TextMeasure measure, CancellationToken cancellation)
{
    private const string FullStops = ".!?…。！？｡।۔؟";
    private const string Pauses = ",;:，；：、،؛—–";
    private static readonly SearchValues<char> Stops = SearchValues.Create(FullStops);
    private static readonly SearchValues<char> Rests = SearchValues.Create(Pauses);

    /// <summary>How many characters a text has: pairs of UTF-16 count as one.</summary>
    public static int Characters(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        foreach (var unit in text)
        {
            count -= char.IsLowSurrogate(unit) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Whether a character is of a script that writes no spaces between words, or a mark of such a one.</summary>
    public static bool IsUnspaced(char letter) => letter is (>= '\u2E80' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFF00' and <= '\uFFEF');

    /// <summary>The pieces, in order.</summary>
    public IReadOnlyList<string> Cut(string text)
    {
        var parts = new List<Range>();
        Divide(text, 0, text.Length, Cutting.Paragraphs, parts);
        return [.. Pieces(text, parts).Select(piece => text[piece])];
    }

    // What is new in a piece: the rest of it is what it repeats.
    private int Most => size - overlap;

    // As many parts as fit, and before them the end of what came before.
    private IEnumerable<Range> Pieces(string text, List<Range> parts)
    {
        for (var first = 0; first < parts.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            var (start, last) = (parts[first].Start.Value, first);
            for (var step = 1; step > 0;)
            {
                // In ever larger steps while they fit, then in ever smaller ones.
                var tried = last + step;
                var fits = tried < parts.Count && measure(text.AsSpan(start..parts[tried].End.Value)) <= Most;
                last = fits ? tried : last;
                step = fits ? step * 2 : step / 2;
            }

            var end = parts[last].End.Value;
            yield return new Range(Repeated(text, start, end), end);
            first = last + 1;
        }
    }

    // Where a piece begins that repeats the end of what came before: at a sentence if there is one, else at a part of one, else at a word.
    private int Repeated(string text, int start, int end)
    {
        if (start == 0 || overlap == 0)
        {
            return start;
        }

        var least = Earliest(text, start, from => measure(text.AsSpan(from..start)) <= overlap && measure(text.AsSpan(from..end)) <= size);
        for (var how = Cutting.Sentences; how <= Cutting.Words; how++)
        {
            for (var at = least; at < start; at++)
            {
                if (at == 0 || IsCut(text, at, how))
                {
                    return at;
                }
            }
        }

        return least;
    }

    // The first place from which what follows is little enough, by halving: what begins earlier is more.
    private int Earliest(string text, int start, Predicate<int> isLittle)
    {
        var (tooEarly, good) = (Math.Max(-1, (int)Math.Max(-1, start - (overlap * 64L) - 1)), start);
        while (good - tooEarly > 1)
        {
            var middle = tooEarly + ((good - tooEarly) / 2);
            (tooEarly, good) = isLittle(middle) ? (tooEarly, middle) : (middle, good);
        }

        return Whole(text, good, start);
    }

    // Parts of a text that each fit, cut as coarsely as that goes.
    private void Divide(string text, int start, int end, Cutting how, List<Range> parts)
    {
        cancellation.ThrowIfCancellationRequested();
        if (start == end)
        {
            return;
        }

        if (measure(text.AsSpan(start..end)) <= Most)
        {
            parts.Add(start..end);
            return;
        }

        if (how == Cutting.Characters)
        {
            DivideAnywhere(text, start, end, parts);
            return;
        }

        for (var from = start; from < end;)
        {
            var to = Next(text, from, end, how);
            Divide(text, from, to, to - from == end - start ? how + 1 : how, parts);
            from = to;
        }
    }

    // The longest beginnings that fit, found by halving: what is longer is not less.
    private void DivideAnywhere(string text, int start, int end, List<Range> parts)
    {
        while (start < end)
        {
            cancellation.ThrowIfCancellationRequested();
            var (fits, reach) = (Whole(text, start + 1, end), Math.Min(Most * 64L, end - start));
            var tooLong = (int)(start + reach) + 1;
            while (tooLong - fits > 1)
            {
                var middle = fits + ((tooLong - fits) / 2);
                if (measure(text.AsSpan(start..middle)) <= Most)
                {
                    fits = middle;
                }
                else
                {
                    tooLong = middle;
                }
            }

            var to = Math.Max(Whole(text, start + 1, end), fits > start + 1 && fits < end && char.IsLowSurrogate(text[fits]) ? fits - 1 : fits);
            parts.Add(start..to);
            start = to;
        }
    }

    // A place that is not amid a pair of UTF-16.
    private static int Whole(string text, int at, int end) => at < end && char.IsLowSurrogate(text[at]) ? at + 1 : at;

    private static int Next(string text, int from, int end, Cutting how)
    {
        for (var at = from + 1; at < end; at++)
        {
            if (IsCut(text, at, how))
            {
                return at;
            }
        }

        return end;
    }

    // Whether the text divides before a place. Blanks stay with what stands before them.
    private static bool IsCut(string text, int at, Cutting how)
    {
        var (before, after) = (text[at - 1], text[at]);
        return how switch
        {
            Cutting.Paragraphs => before == '\n' && after != '\n' && after != '\r' && IsBlankLine(text, at),
            Cutting.Lines => before == '\n' && after != '\n',
            Cutting.Sentences => Ends(text, at, Stops),
            Cutting.Clauses => Ends(text, at, Rests),
            _ => char.IsWhiteSpace(before) && !char.IsWhiteSpace(after),
        };
    }

    private static bool IsBlankLine(string text, int at)
    {
        var before = at - 2;
        while (before >= 0 && text[before] is '\r' or ' ' or '\t')
        {
            before--;
        }

        return before >= 0 && text[before] == '\n';
    }

    // After a mark: at once in scripts without spaces, elsewhere after the space that follows.
    private static bool Ends(string text, int at, SearchValues<char> marks)
    {
        if (marks.Contains(text[at - 1]) && IsUnspaced(text[at - 1]))
        {
            return !marks.Contains(text[at]) && !char.IsWhiteSpace(text[at]);
        }

        if (!char.IsWhiteSpace(text[at - 1]) || char.IsWhiteSpace(text[at]))
        {
            return false;
        }

        var before = at - 1;
        while (before > 0 && char.IsWhiteSpace(text[before]))
        {
            before--;
        }

        while (before > 0 && text[before] is '"' or '\'' or '”' or '’' or '»' or ')' or ']')
        {
            before--;
        }

        return marks.Contains(text[before]);
    }

    private enum Cutting
    {
        Paragraphs,
        Lines,
        Sentences,
        Clauses,
        Words,
        Characters,
    }
}

/// <summary>How much a part of a text is.</summary>
internal delegate int TextMeasure(ReadOnlySpan<char> text);
