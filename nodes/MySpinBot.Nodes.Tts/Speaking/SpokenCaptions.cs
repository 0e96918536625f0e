using System.Collections.Immutable;
using System.Text.RegularExpressions;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tts;

/// <summary>Captions of speech: a cue for each sentence, with the times of its words.</summary>
internal static partial class SpokenCaptions
{
    /// <summary>The captions.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="words">Its words with their times in seconds, in order.</param>
    /// <param name="language">BCP 47 tag.</param>
    public static Captions Of(string text, IReadOnlyList<(int Place, CaptionWord Word)> words, string language)
    {
        var (cues, first) = (ImmutableArray.CreateBuilder<CaptionCue>(), 0);
        for (var i = 0; i < words.Count; i++)
        {
            var next = i + 1 < words.Count ? words[i + 1] : default;
            if (next.Word is null || IsEnd(words[i].Word.Text, text.AsSpan((words[i].Place + words[i].Word.Text.Length)..next.Place)))
            {
                cues.Add(Cue(text, words, first, i));
                first = i + 1;
            }
        }

        return new Captions { Cues = cues.ToImmutable(), Language = language };
    }

    private static CaptionCue Cue(string text, IReadOnlyList<(int Place, CaptionWord Word)> words, int first, int last)
    {
        var (from, to) = (words[first].Place, words[last].Place + words[last].Word.Text.Length);
        var spoken = words.Skip(first).Take(last - first + 1).SelectMany(word => Characters(word.Word)).ToImmutableArray();
        return new CaptionCue(spoken[0].Start, Math.Max(spoken[^1].End, spoken[0].Start + 0.01), White().Replace(text[from..to], " "), spoken);
    }

    // Japanese is spoken in stretches, and captioned by the character.
    private static IEnumerable<CaptionWord> Characters(CaptionWord word)
    {
        if (!word.Text.EnumerateRunes().Any(letter => WritingScripts.Of(letter) == WritingScript.Kana))
        {
            return [word];
        }

        var parts = Kana().Matches(word.Text).Select(match => match.Value).ToArray();
        var each = (word.End - word.Start) / parts.Length;
        return parts.Select((part, i) => new CaptionWord(word.Start + (i * each), word.Start + ((i + 1) * each), part));
    }

    private static bool IsEnd(string word, ReadOnlySpan<char> gap) => gap.IndexOf('\n') >= 0 ? gap.Count('\n') > 1 || SentenceEnd().IsMatch(word) : SentenceEnd().IsMatch(word) && !Initial().IsMatch(word);

    [GeneratedRegex(@"[.!?…。！？]+[""')\]»”’」』）]*$", RegexOptions.CultureInvariant)]
    private static partial Regex SentenceEnd();

    // "J. S. Bach", "Dr. Who".
    [GeneratedRegex(@"^\p{Lu}\p{L}{0,2}\.$", RegexOptions.CultureInvariant)]
    private static partial Regex Initial();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex White();

    // A character with the small ones and the punctuation that belong to it.
    [GeneratedRegex(@"[\p{Ps}\p{Pi}]*(?:[\p{L}\p{N}])[\p{M}ゃゅょャュョぁぃぅぇぉァィゥェォー]*[^\p{L}\p{N}\p{Ps}\p{Pi}]*|.", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Kana();
}
