using System.Text.RegularExpressions;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Reads lines that begin with the time at which they are shown, and lines without times.</summary>
internal static partial class TimedLines
{
    private const double UsualSeconds = 2.5;
    private const double SecondsOfALine = 3;

    /// <summary>The captions.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="seconds">Where the last ends; 0 to choose.</param>
    public static Captions Read(string text, double seconds)
    {
        var lines = text.Split('\n').Select((line, i) => LineOf(line.Trim(), i + 1)).Where(line => line.Start is not null || line.Text.Length > 0).ToArray();
        if (lines.Length > CaptionReading.MostCues)
        {
            throw new NodeFailure($"The text has {lines.Length} lines and at most {CaptionReading.MostCues} are taken; split it.");
        }

        try
        {
            return lines.All(line => line.Start is null) ? Spread(lines, seconds) : Timed(lines, seconds);
        }
        catch (CaptionFault fault)
        {
            throw fault.In("The text");
        }
    }

    private static Line LineOf(string line, int number)
    {
        var match = Beginning().Match(line);
        return match.Success && CaptionClock.Parse(match.Groups["a"].Value) is { } start
            ? new(number, start, match.Groups["b"].Success ? CaptionClock.Parse(match.Groups["b"].Value) : null, line[match.Length..].Trim())
            : new(number, null, null, line);
    }

    private static Captions Timed(Line[] lines, double seconds)
    {
        var cues = new List<CaptionCue>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Start is not { } start)
            {
                // A line without a time goes on with the cue above it.
                cues[^1] = i > 0 && cues.Count > 0 ? Longer(cues[^1], lines[i])
                    : throw new NodeFailure($"The first line, '{SrtReader.Shortened(lines[i].Text)}', has no time and others have; let it begin with one, such as '0:00'.");
                continue;
            }

            var next = lines.Skip(i + 1).FirstOrDefault(line => line.Start is not null).Start;
            var end = lines[i].End ?? next ?? (seconds > start ? seconds : start + UsualSeconds);
            if (end < start)
            {
                throw new NodeFailure(FormattableString.Invariant($"'{SrtReader.Shortened(lines[i].Text)}' begins at {start:0.###} s and ends at {end:0.###} s; times have to rise."));
            }

            // In lyrics, a time alone ends what went before.
            if (lines[i].Text.Length > 0 && end > start)
            {
                CaptionReading.Add(cues, new CaptionCue(start, end, lines[i].Text), lines[i].Number);
            }
        }

        return new Captions { Cues = [.. cues] };
    }

    private static CaptionCue Longer(CaptionCue cue, Line line)
    {
        var text = $"{cue.Text}\n{line.Text}";
        CaptionReading.RequireShort(text, line.Number);
        return cue with { Text = text };
    }

    private static Captions Spread(Line[] lines, double seconds)
    {
        var (whole, weights) = (seconds > 0 ? seconds : lines.Length * SecondsOfALine, lines.Select(line => LineBreaking.Width(line.Text)).ToArray());
        var (cues, at, sum) = (new List<CaptionCue>(), 0.0, weights.Sum());
        for (var i = 0; i < lines.Length; i++)
        {
            var end = at + (whole * weights[i] / sum);
            CaptionReading.Add(cues, new CaptionCue(at, end, lines[i].Text), lines[i].Number);
            at = end;
        }

        return new Captions { Cues = [.. cues] };
    }

    // A bare number is a time only where it has a colon or a point, or stands in brackets: "3 blind mice".
    [GeneratedRegex(@"^(?:\[(?<a>[\d:.,]+)\]|(?<a>(?:\d+:)?\d+:\d+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)\s*(?:-->|->|–|—|-)\s*(?<b>(?:\d+:)?\d+:\d+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)|(?<a>(?:\d+:)?\d+:\d+(?:[.,]\d+)?|\d+[.,]\d+))(?=\s|$|\D)\s*:?", RegexOptions.CultureInvariant)]
    private static partial Regex Beginning();

    private readonly record struct Line(int Number, double? Start, double? End, string Text);
}
