using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>How captions are cut into cues that can be read.</summary>
/// <param name="MaxCharacters">Latin letters a line; a Chinese character counts as 2.6.</param>
/// <param name="MaxLines">Lines a cue.</param>
/// <param name="MinSeconds">How long a cue is shown at least, where there is room before the next.</param>
/// <param name="MaxSeconds">How long its words may last.</param>
/// <param name="MaxGap">A longer silence between two words ends a cue.</param>
/// <param name="ReadingSpeed">Letters a second that people read; a cue stays for as long, where there is room.</param>
internal sealed record CaptionShape(double MaxCharacters, int MaxLines, double MinSeconds, double MaxSeconds, double MaxGap, double ReadingSpeed)
{
    // Looking further ahead than a cue can hold is of no use.
    private const int MostWordsOfACue = 200;

    /// <summary>The captions in new cues: those whose breaks disturb least are found by going through all (dynamic programming over the words).</summary>
    public Captions Of(Captions captions, CancellationToken cancellation = default)
    {
        var words = Words(captions);
        if (words.Count == 0)
        {
            return captions with { Cues = [], Styling = null };
        }

        var (costs, from) = (new double[words.Count + 1], new int[words.Count + 1]);
        for (var end = 1; end <= words.Count; end++)
        {
            cancellation.ThrowIfCancellationRequested();
            costs[end] = double.PositiveInfinity;
            for (var start = end - 1; start >= Math.Max(0, end - MostWordsOfACue); start--)
            {
                if (end - start > 1 && !Fits(words, start, end))
                {
                    break;
                }

                var cost = costs[start] + Disturbance(words, start, end);
                (costs[end], from[end]) = cost < costs[end] ? (cost, start) : (costs[end], from[end]);
            }
        }

        var cues = new Stack<CaptionCue>();
        for (var end = words.Count; end > 0; end = from[end])
        {
            cues.Push(Cue(words, from[end], end, cues.TryPeek(out var next) ? next.Start : double.PositiveInfinity));
        }

        return captions with { Cues = [.. cues], Styling = null };
    }

    private static List<(CaptionWord Word, bool Spaced)> Words(Captions captions)
    {
        var words = new List<(CaptionWord, bool)>();
        var cues = captions.Cues.IsDefault ? [] : captions.Cues;
        foreach (var cue in cues.OrderBy(cue => cue.Start))
        {
            var end = 0;
            foreach (var (place, word) in WordPlaces.Of(cue.Text, WordTimes.Of(cue)))
            {
                words.Add((word, place > end || (place == 0 && words.Count > 0 && !IsChinese(words[^1].Item1) && !IsChinese(word))));
                end = place + word.Text.Length;
            }
        }

        return words;
    }

    private static bool IsChinese(CaptionWord word) => word.Text.EnumerateRunes().Any(CaptionWords.IsCharacterOfItsOwn);

    private bool Fits(List<(CaptionWord Word, bool Spaced)> words, int start, int end)
    {
        if (words[end - 1].Word.End - words[start].Word.Start > MaxSeconds)
        {
            return false;
        }

        var text = Text(words, start, end);
        return LineBreaking.Width(text) <= MaxCharacters * MaxLines && LineBreaking.Break(text, MaxCharacters).AsSpan().Count('\n') < MaxLines;
    }

    private double Disturbance(List<(CaptionWord Word, bool Spaced)> words, int start, int end)
    {
        double silences = 0;
        for (var i = start + 1; i < end; i++)
        {
            // Across a long silence, or the end of a sentence, nothing should be read ahead.
            silences += words[i].Word.Start - words[i - 1].Word.End > MaxGap ? 50 : EndsSentence(words[i - 1].Word.Text) ? 4 : 0;
        }

        var filled = LineBreaking.Width(Text(words, start, end)) / (MaxCharacters * MaxLines);
        var emptiness = (1 - Math.Min(1, filled)) * (1 - Math.Min(1, filled)) * 2;
        var last = words[end - 1].Word.Text;
        var breaking = end == words.Count || EndsSentence(last) ? 0 : words[end].Word.Start - words[end - 1].Word.End > MaxGap ? 0 : EndsClause(last) ? 1 : last.Length <= 3 && !IsChinese(words[end - 1].Word) ? 4 : 3;
        return 1 + silences + emptiness + breaking;
    }

    private static bool EndsSentence(string word) => word.AsSpan().TrimEnd("\"')]»”’」』）") is [.., '.' or '!' or '?' or '…' or '。' or '！' or '？'];

    private static bool EndsClause(string word) => word is [.., ',' or ';' or ':' or '，' or '；' or '：' or '、' or '–' or '—'];

    private CaptionCue Cue(List<(CaptionWord Word, bool Spaced)> words, int start, int end, double next)
    {
        var text = LineBreaking.Break(Text(words, start, end), MaxCharacters);
        var (from, to) = (words[start].Word.Start, words[end - 1].Word.End);

        // A Chinese character is read in the time of some two letters.
        var reading = ReadingSpeed > 0 ? LineBreaking.Width(text.Replace("\n", "", StringComparison.Ordinal), 2) / ReadingSpeed : 0;
        var until = Math.Max(to, Math.Min(next, from + Math.Max(MinSeconds, reading)));
        return new CaptionCue(from, Math.Max(until, from + 0.01), text, [.. words.Skip(start).Take(end - start).Select(word => word.Word)]);
    }

    private static string Text(List<(CaptionWord Word, bool Spaced)> words, int start, int end)
    {
        var text = new StringBuilder();
        for (var i = start; i < end; i++)
        {
            text.Append(i > start && words[i].Spaced ? " " : "").Append(words[i].Word.Text);
        }

        return text.ToString();
    }
}
