using System.Text.RegularExpressions;

namespace MySpinBot.Nodes.Tts;

/// <summary>Cuts a long text into pieces that are spoken one after the other, at the ends of sentences wherever there are any.</summary>
internal static partial class Breaths
{
    private const int Usual = 240;
    private const int Longest = 600;

    /// <summary>The pieces, together the text.</summary>
    public static IEnumerable<(int Place, int Length)> Split(string text)
    {
        var at = 0;
        while (text.Length - at > Usual)
        {
            var end = CutAfter(text, at);
            yield return (at, end - at);
            at = end;
        }

        if (at < text.Length)
        {
            yield return (at, text.Length - at);
        }
    }

    private static int CutAfter(string text, int at)
    {
        var sentence = 0;
        foreach (Match end in SentenceEnd().EnumerateAfter(text, at))
        {
            var cut = end.Index + end.Length;
            if (cut - at > Longest || (sentence > 0 && cut - at > Usual))
            {
                break;
            }

            sentence = cut;
        }

        if (sentence > 0)
        {
            return sentence;
        }

        if (text.Length - at <= Longest)
        {
            return text.Length;
        }

        var space = text.LastIndexOfAny([' ', '\n', '\t', ',', ';', '，', '；', '、'], at + Longest - 1, Longest / 2);
        var whole = space < 0 ? at + Longest : space + 1;
        return char.IsLowSurrogate(text[whole]) ? whole - 1 : whole;
    }

    private static IEnumerable<Match> EnumerateAfter(this Regex regex, string text, int at)
    {
        for (var match = regex.Match(text, at); match.Success; match = match.NextMatch())
        {
            yield return match;
        }
    }

    // Not after an initial or a short title: "J. S. Bach", "Dr. Who".
    [GeneratedRegex(@"(?<![\s.(]\p{Lu}\p{L}{0,2})[.!?…]+[""')\]»”’]*\s+|[。！？]+[""」』”’）]*\s*|\n\s*", RegexOptions.CultureInvariant)]
    private static partial Regex SentenceEnd();
}
