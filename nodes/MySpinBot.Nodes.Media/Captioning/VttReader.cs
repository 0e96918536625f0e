using System.Net;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Reads WebVTT, https://www.w3.org/TR/webvtt1/: hours optional, notes and styles passed over, timestamp tags as times of words.</summary>
internal static class VttReader
{
    /// <summary>The captions.</summary>
    public static Captions Read(string[] lines)
    {
        var cues = new List<CaptionCue>();
        var language = "";
        var i = Array.FindIndex(lines, line => line.Length > 0) + 1;
        for (; i < lines.Length && lines[i].Trim().Length > 0 && CaptionClock.Span(lines[i]) is null; i++)
        {
            if (lines[i].StartsWith("Language:", StringComparison.OrdinalIgnoreCase))
            {
                language = lines[i]["Language:".Length..].Trim();
            }
        }

        while (i < lines.Length)
        {
            if (lines[i].Trim().Length == 0)
            {
                i++;
                continue;
            }

            var block = BlockAt(lines, i);
            AddCue(cues, block, i + 1);
            i += block.Length;
        }

        return new Captions { Cues = [.. cues], Language = language };
    }

    private static string[] BlockAt(string[] lines, int start)
    {
        var end = start;
        while (end < lines.Length && lines[end].Trim().Length > 0)
        {
            end++;
        }

        return lines[start..end];
    }

    private static void AddCue(List<CaptionCue> cues, string[] block, int line)
    {
        var first = block[0];
        if (IsKeyword(first, "NOTE") || IsKeyword(first, "STYLE") || IsKeyword(first, "REGION"))
        {
            return;
        }

        // A cue may have a name on a line of its own before its times.
        var times = CaptionClock.Span(first) is not null || block.Length == 1 ? 0 : 1;
        if (CaptionClock.Span(block[times]) is not { } span)
        {
            throw new CaptionFault(line + times, $"'{SrtReader.Shortened(block[times])}' is not a cue's times; they are like '00:01.000 --> 00:02.500'.");
        }

        CaptionReading.Add(cues, Cue(span.Start, span.End, string.Join('\n', block[(times + 1)..])), line + times);
    }

    private static bool IsKeyword(string line, string word) => line.StartsWith(word, StringComparison.Ordinal) && (line.Length == word.Length || char.IsWhiteSpace(line[word.Length]));

    private static CaptionCue Cue(double start, double end, string payload)
    {
        var (text, marks, at) = (new StringBuilder(), new List<(int Place, double Time)>(), start);
        foreach (var (isTag, piece) in Pieces(payload))
        {
            if (!isTag)
            {
                text.Append(WebUtility.HtmlDecode(piece));
            }
            else if (CaptionClock.Parse(piece) is { } time && time >= at && time <= end)
            {
                marks.Add((text.Length, time));
                at = time;
            }
        }

        var plain = text.ToString();
        return marks.Count == 0
            ? new CaptionCue(start, end, CaptionMarkup.Tidy(plain))
            : new CaptionCue(start, end, CaptionMarkup.Tidy(plain), WordTimes.Between([(0, start), .. marks], plain, end));
    }

    private static IEnumerable<(bool IsTag, string Text)> Pieces(string payload)
    {
        var at = 0;
        while (at < payload.Length)
        {
            var open = payload.IndexOf('<', at);
            var close = open < 0 ? -1 : payload.IndexOf('>', open);
            if (close < 0)
            {
                yield return (false, payload[at..]);
                yield break;
            }

            yield return (false, payload[at..open]);
            yield return (true, payload[(open + 1)..close]);
            at = close + 1;
        }
    }
}
