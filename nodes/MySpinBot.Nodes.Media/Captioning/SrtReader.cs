using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Reads SubRip, as it is found: with numbers missing or wrong, with empty lines inside or missing between cues, with tags and places.</summary>
internal static class SrtReader
{
    /// <summary>The captions.</summary>
    public static Captions Read(string[] lines)
    {
        var cues = new List<CaptionCue>();
        var text = new List<string>();
        (double Start, double End)? open = null;
        var openedAt = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (CaptionClock.Span(lines[i]) is { } span)
            {
                Close();
                (open, openedAt) = (span, i + 1);
            }
            else if (CaptionClock.IsMeantAsSpan(lines[i]))
            {
                throw new CaptionFault(i + 1, $"'{Shortened(lines[i])}' is not a cue's times; they are like '00:00:01,000 --> 00:00:02,500'.");
            }
            else if (!IsNumberOfNext(lines, i))
            {
                if (open is null && !string.IsNullOrWhiteSpace(lines[i]))
                {
                    throw new CaptionFault(i + 1, $"'{Shortened(lines[i])}' stands before any cue; a cue is a number, a line '00:00:01,000 --> 00:00:02,500', and its text.");
                }

                text.Add(lines[i]);
            }
        }

        Close();
        return new Captions { Cues = [.. cues] };

        void Close()
        {
            if (open is { } times)
            {
                CaptionReading.Add(cues, new CaptionCue(times.Start, times.End, CaptionMarkup.Plain(string.Join('\n', text))), openedAt);
            }

            text.Clear();
        }
    }

    /// <summary>A beginning of a line, for sentences.</summary>
    public static string Shortened(string line) => line.Trim() is var text && text.Length > 60 ? text[..60] + "…" : text;

    private static bool IsNumberOfNext(string[] lines, int i)
        => i + 1 < lines.Length && lines[i].AsSpan().Trim() is { Length: > 0 and < 10 } number && !number.ContainsAnyExceptInRange('0', '9')
            && (CaptionClock.Span(lines[i + 1]) is not null || CaptionClock.IsMeantAsSpan(lines[i + 1]));
}
