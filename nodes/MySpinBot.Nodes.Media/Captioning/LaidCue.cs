using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A cue in lines that fit, with its times in hundredths of a second, which is what ASS counts in.</summary>
internal sealed class LaidCue
{
    // Pauses that are shorter leave a word shown as spoken until the next one.
    private const long ShortPause = 30;

    // The letters of Noto's CJK fonts, as AssLetters sets them, beside those of DejaVu.
    private const double Wide = 1.7;

    /// <summary>Lays a cue out.</summary>
    /// <param name="cue">The cue.</param>
    /// <param name="letters">Letters a line.</param>
    public LaidCue(CaptionCue cue, double letters)
    {
        // Lines of the cue that fit are somebody's choice; only wider ones are broken anew.
        var fits = cue.Text.Split('\n').All(line => LineBreaking.Width(line, Wide) <= letters);
        Text = fits ? cue.Text : LineBreaking.Break(cue.Text.Replace('\n', ' '), letters, Wide);
        (Start, End) = (Hundredths(cue.Start), Hundredths(cue.End));
        var words = WordPlaces.Of(Text, WordTimes.Of(cue));
        Words = [.. words.Select((word, i) => new LaidWord(word.Place, word.Word.Text, Hundredths(word.Word.Start), UntilNext(Hundredths(word.Word.End), i + 1 < words.Count ? Hundredths(words[i + 1].Word.Start) : End)))];
    }

    /// <summary>Its text, broken into lines.</summary>
    public string Text { get; }

    /// <summary>When it appears.</summary>
    public long Start { get; }

    /// <summary>When it is gone.</summary>
    public long End { get; }

    /// <summary>Its words.</summary>
    public IReadOnlyList<LaidWord> Words { get; }

    /// <summary>When what is seen of it changes.</summary>
    public IEnumerable<long> Times(bool withWords)
        => withWords ? Words.SelectMany(word => new[] { word.Start, word.End }).Where(time => time > Start && time < End).Append(Start).Append(End) : [Start, End];

    private static long UntilNext(long end, long next) => next > end && next - end <= ShortPause ? next : end;

    private static long Hundredths(double seconds) => (long)Math.Round(seconds * 100);
}

/// <summary>A word in its cue's text.</summary>
internal readonly record struct LaidWord(int Place, string Text, long Start, long End);
