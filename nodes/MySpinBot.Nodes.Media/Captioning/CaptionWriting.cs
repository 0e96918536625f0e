using System.Globalization;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Writes captions as a file's text, with <c>\n</c> at the ends of lines. <see cref="CaptionReading"/> reads it again.</summary>
internal static class CaptionWriting
{
    /// <summary>The text of a file of this format.</summary>
    public static string Write(Captions captions, CaptionFormat format) => format switch
    {
        CaptionFormat.Srt => Srt(captions),
        CaptionFormat.Vtt => WebVtt(captions),
        _ => Ass(captions),
    };

    /// <summary>SubRip.</summary>
    public static string Srt(Captions captions)
    {
        var text = new StringBuilder();
        var number = 0;
        foreach (var cue in InOrder(captions).Where(IsRead))
        {
            text.Append(CultureInfo.InvariantCulture, $"{++number}\n{Time(cue.Start, ',')} --> {Time(cue.End, ',')}\n{string.Join('\n', Lines(cue.Text))}\n\n");
        }

        return text.ToString();
    }

    /// <summary>WebVTT, https://www.w3.org/TR/webvtt1/. Words whose times are known have them as timestamp tags.</summary>
    public static string WebVtt(Captions captions)
    {
        var text = new StringBuilder("WEBVTT\n");
        if (captions.Language.Length > 0)
        {
            text.Append("Kind: captions\nLanguage: ").Append(captions.Language).Append('\n');
        }

        foreach (var cue in InOrder(captions).Where(IsRead))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Time(cue.Start, '.')} --> {Time(cue.End, '.')}\n");
            AppendTagged(text, cue);
        }

        return text.ToString();
    }

    /// <summary>An ASS script: with the styling that the captions came with, and a plain one where they came with none.</summary>
    public static string Ass(Captions captions) => Ass(captions, captions.Styling ?? AssStyle.Plain, AssText.Timed);

    /// <summary>An ASS script with this styling; cues that were not read from a script get their text from <paramref name="draw"/>.</summary>
    public static string Ass(Captions captions, string styling, Func<CaptionCue, string> draw)
    {
        var first = styling.Contains("[V4 Styles]", StringComparison.OrdinalIgnoreCase) ? "Marked" : "Layer";
        var text = new StringBuilder(styling.TrimEnd()).Append(CultureInfo.InvariantCulture, $"\n\n[Events]\nFormat: {first}, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n");
        foreach (var cue in InOrder(captions))
        {
            AppendEvent(text, cue.Start, cue.End, captions.Styling is not null && cue.Styled is { } styled ? styled : $"{(first == "Marked" ? "Marked=0" : "0")},Default,,0,0,0,,{draw(cue)}");
        }

        return text.ToString();
    }

    /// <summary>One event: <paramref name="fields"/> are all but its times.</summary>
    public static void AppendEvent(StringBuilder script, double start, double end, string fields)
    {
        var (layer, rest) = fields.IndexOf(',', StringComparison.Ordinal) is var comma and >= 0 ? (fields[..comma], fields[(comma + 1)..]) : ("0", fields);
        script.Append(CultureInfo.InvariantCulture, $"Dialogue: {layer},{AssTime(start)},{AssTime(end)},{rest}\n");
    }

    private static IEnumerable<CaptionCue> InOrder(Captions captions) => captions.Cues.IsDefaultOrEmpty ? [] : captions.Cues.OrderBy(cue => cue.Start);

    // A drawing of ASS has no text.
    private static bool IsRead(CaptionCue cue) => !string.IsNullOrWhiteSpace(cue.Text);

    // An empty line would end the cue.
    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => !string.IsNullOrWhiteSpace(line));

    private static void AppendTagged(StringBuilder text, CaptionCue cue)
    {
        var line = string.Join('\n', Lines(cue.Text));
        var at = 0;
        foreach (var (place, word) in cue.Words.IsDefaultOrEmpty ? [] : WordPlaces.Of(line, cue.Words))
        {
            // The first word begins where the cue does, unless it says so; a timestamp lies within its cue.
            text.Append(Escaped(line[at..place]));
            if (word.Start > cue.Start && word.Start < cue.End)
            {
                text.Append('<').Append(Time(word.Start, '.')).Append('>');
            }

            at = place;
        }

        text.Append(Escaped(line[at..])).Append('\n');
    }

    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Time(double seconds, char point)
    {
        var milliseconds = (long)Math.Round(Math.Max(0, seconds) * 1000);
        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 3_600_000:00}:{milliseconds / 60_000 % 60:00}:{milliseconds / 1000 % 60:00}{point}{milliseconds % 1000:000}");
    }

    private static string AssTime(double seconds)
    {
        var hundredths = (long)Math.Round(Math.Max(0, seconds) * 100);
        return string.Create(CultureInfo.InvariantCulture, $"{hundredths / 360_000}:{hundredths / 6000 % 60:00}:{hundredths / 100 % 60:00}.{hundredths % 100:00}");
    }
}
