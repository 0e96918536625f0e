using System.Collections.Immutable;
using System.Text;

namespace MySpinBot.Nodes.Tts;

/// <summary>Splits a text into the words that are spoken: between white space; in Chinese each character; in Japanese stretches that begin with kanji.
/// Punctuation belongs to the word that it touches.</summary>
internal static class WordSplitting
{
    /// <summary>The text as an utterance for a voice.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="place">Where the utterance begins in it.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="voice">The voice, whose language tells what a word is.</param>
    public static Utterance Split(string text, int place, int length, string voice)
    {
        var part = text.AsSpan(place, length);
        var chinese = WritingScripts.OfVoice(voice) == WritingScript.Han;
        var parts = ImmutableArray.CreateBuilder<UtterancePart>();
        var at = 0;
        foreach (var (start, end) in Words(part.ToString(), chinese))
        {
            if (start > at)
            {
                parts.Add(new UtterancePart(part[at..start].ToString()));
            }

            var word = part[start..end].ToString();
            parts.Add(new UtterancePart(chinese ? ChineseReading.Spoken(word, end < part.Length ? part[end] : '\0') : word, place + start, word));
            at = end;
        }

        if (at < part.Length)
        {
            parts.Add(new UtterancePart(part[at..].ToString()));
        }

        return new Utterance(parts.ToImmutable());
    }

    /// <summary>Places at which one word ends and the next begins, white space left out.</summary>
    public static IEnumerable<(int Start, int End)> Words(string text, bool chinese)
    {
        var numbers = chinese ? ChineseReading.Measures().Matches(text).ToDictionary(match => match.Index, match => match.Length) : [];
        var (start, last) = (-1, LetterKind.None);
        for (var i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out var letter, out var length);
            var isNumber = numbers.TryGetValue(i, out var numberLength);
            var kind = isNumber ? LetterKind.Number : KindOf(letter);
            if (start >= 0 && Ends(last, kind, chinese))
            {
                yield return (start, i);
                (start, last) = (-1, LetterKind.None);
            }

            if (kind != LetterKind.Space)
            {
                start = start < 0 ? i : start;
                last = kind == LetterKind.Closing && last != LetterKind.None ? LetterKindAfter(last) : kind;
            }

            i += isNumber ? numberLength : length;
        }

        if (start >= 0)
        {
            yield return (start, text.Length);
        }
    }

    private static bool Ends(LetterKind last, LetterKind next, bool chinese) => next switch
    {
        LetterKind.Space => true,
        LetterKind.Closing => false,
        LetterKind.Opening => last is LetterKind.Han or LetterKind.Kana or LetterKind.Number or LetterKind.Closed,
        LetterKind.Han => last is not LetterKind.Opening,
        LetterKind.Number => last is LetterKind.Han or LetterKind.Kana or LetterKind.Number or LetterKind.Closed,
        LetterKind.Kana => last is LetterKind.Closed or LetterKind.Number,
        _ => last is LetterKind.Han or LetterKind.Kana or LetterKind.Number or LetterKind.Closed && (chinese || last != LetterKind.Number),
    };

    // After the punctuation that closes it, a character's word is over; a word between spaces goes on to the space: "don't", "3.5".
    private static LetterKind LetterKindAfter(LetterKind last) => last is LetterKind.Han or LetterKind.Kana or LetterKind.Number or LetterKind.Closed ? LetterKind.Closed : last;

    private static LetterKind KindOf(Rune letter) => Rune.IsWhiteSpace(letter) ? LetterKind.Space
        : Rune.GetUnicodeCategory(letter) is System.Globalization.UnicodeCategory.OpenPunctuation or System.Globalization.UnicodeCategory.InitialQuotePunctuation ? LetterKind.Opening
        : WritingScripts.Of(letter) switch
        {
            WritingScript.Han => LetterKind.Han,
            WritingScript.Kana => LetterKind.Kana,
            _ => Rune.IsLetterOrDigit(letter) || Rune.GetUnicodeCategory(letter) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark
                ? LetterKind.Letter : LetterKind.Closing,
        };

    private enum LetterKind
    {
        None,
        Space,
        Opening,
        Closing,
        Closed,
        Letter,
        Number,
        Han,
        Kana,
    }
}
