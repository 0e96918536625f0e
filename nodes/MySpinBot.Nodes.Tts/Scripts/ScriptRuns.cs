using System.Text;
using System.Text.RegularExpressions;

namespace MySpinBot.Nodes.Tts;

/// <summary>A stretch of a text and the voice that reads it.</summary>
internal readonly record struct ScriptRun(int Place, int Length, string Voice);

/// <summary>Splits a text where another voice has to take over. Digits, punctuation and white space go with what stands before them.</summary>
internal static partial class ScriptRuns
{
    /// <summary>The runs, in order; together they are the text.</summary>
    public static IReadOnlyList<ScriptRun> Split(string text, ScriptVoices voices)
    {
        var runs = new List<ScriptRun>();
        if (voices.OnlyMain)
        {
            return [new ScriptRun(0, text.Length, voices.Main)];
        }

        var readsHan = WritingScripts.OfVoice(voices.Main) == WritingScript.Han;
        var hasHan = text.EnumerateRunes().Any(letter => WritingScripts.Of(letter) == WritingScript.Han);
        var neutral = NeutralPlaces(text, hasHan);
        var (start, voice) = (0, (string?)null);
        for (var i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out var letter, out var length);
            var script = neutral[i] ? WritingScript.Common : WritingScripts.Of(letter);
            if (script != WritingScript.Common)
            {
                // A Mandarin voice reads pinyin too.
                var next = script == WritingScript.Latin && readsHan && (!hasHan || IsPinyin(text, i)) ? voices.Main : voices.For(script);
                if (voice is not null && next != voice)
                {
                    var cut = Opening(text, start, i);
                    runs.Add(new ScriptRun(start, cut - start, voice));
                    start = cut;
                }

                voice = next;
            }

            i += length;
        }

        runs.Add(new ScriptRun(start, text.Length - start, voice ?? voices.Main));
        return runs;
    }

    // A bracket that opens, or a sign before a number, goes with what follows.
    private static int Opening(string text, int start, int at)
    {
        while (at - 1 > start && (char.GetUnicodeCategory(text[at - 1]) is System.Globalization.UnicodeCategory.OpenPunctuation or System.Globalization.UnicodeCategory.InitialQuotePunctuation))
        {
            at--;
        }

        return at;
    }

    // "5 km" in a Chinese text is Chinese.
    private static bool[] NeutralPlaces(string text, bool hasHan)
    {
        var neutral = new bool[text.Length];
        if (hasHan)
        {
            foreach (Match unit in ChineseReading.Measures().Matches(text))
            {
                neutral.AsSpan(unit.Index, unit.Length).Fill(true);
            }
        }

        return neutral;
    }

    private static bool IsPinyin(string text, int place)
    {
        var start = place;
        while (start > 0 && char.IsAsciiLetter(text[start - 1]))
        {
            start--;
        }

        return PinyinSyllables().Match(text, start) is { Success: true } match && match.Index == start;
    }

    [GeneratedRegex(@"\G(?:[A-Za-zü]{1,6}[1-5])+(?![A-Za-z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex PinyinSyllables();
}
