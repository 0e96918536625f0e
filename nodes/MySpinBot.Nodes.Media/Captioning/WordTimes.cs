using System.Collections.Immutable;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>When the words of a text are spoken, told from less than that.</summary>
internal static class WordTimes
{
    /// <summary>From times at places of the text: what lies between two of them is spoken between them, evenly by its length.</summary>
    /// <param name="marks">Places in the text with their times, both rising; the first at place 0.</param>
    /// <param name="text">The text.</param>
    /// <param name="end">When its end is spoken.</param>
    public static ImmutableArray<CaptionWord> Between(IReadOnlyList<(int Place, double Time)> marks, string text, double end)
        => [.. CaptionWords.Split(text).Select(word => new CaptionWord(At(word.Place, marks, text, end), At(word.Place + word.Text.Length, marks, text, end), word.Text))];

    /// <summary>The words of a cue: their own times where they are known, otherwise an estimate, evenly by length over the time of the cue.</summary>
    public static ImmutableArray<CaptionWord> Of(CaptionCue cue) => !cue.Words.IsDefaultOrEmpty ? cue.Words : Between([(0, cue.Start)], cue.Text, cue.End);

    private static double At(int place, IReadOnlyList<(int Place, double Time)> marks, string text, double end)
    {
        var i = marks.Count - 1;
        while (i > 0 && marks[i].Place > place)
        {
            i--;
        }

        // A place on a mark takes the mark's time; of several marks there, the last: it is when the next word begins.
        var (from, to) = (marks[i], i + 1 < marks.Count ? marks[i + 1] : (Place: text.Length, Time: end));
        var (all, done) = (Weight(text.AsSpan()[from.Place..to.Place].TrimEnd()), Weight(text.AsSpan()[from.Place..place]));
        return all <= 0 ? from.Time : from.Time + ((to.Time - from.Time) * Math.Min(1, done / all));
    }

    // A hanzi is a syllable, a Latin letter about a third of one; white space and punctuation are a breath.
    private static double Weight(ReadOnlySpan<char> text)
    {
        double weight = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            weight += CaptionWords.IsCharacterOfItsOwn(rune) ? 3 : Rune.IsLetterOrDigit(rune) ? 1 : 0.5;
        }

        return weight;
    }
}
