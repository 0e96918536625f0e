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
        var lines = text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).Select(Line).ToArray();
        if (lines.Length > CaptionReading.MostCues)
        {
            throw new NodeFailure($"The text has {lines.Length} lines and at most {CaptionReading.MostCues} are taken; split it.");
        }

        return lines.All(line => line.Start is null) ? Spread(lines, seconds) : Timed(lines, seconds);
    }

    private static (double? Start, double? End, string Text) Line(string line)
    {
        var match = Beginning().Match(line);
        return match.Success && CaptionClock.Parse(match.Groups["a"].Value) is { } start
            ? (start, match.Groups["b"].Success ? CaptionClock.Parse(match.Groups["b"].Value) : null, line[match.Length..].Trim())
            : (null, null, line);
    }

    private static Captions Timed((double? Start, double? End, string Text)[] lines, double seconds)
    {
        var cues = new List<CaptionCue>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Start is not { } start)
            {
                // A line without a time goes on with the cue above it.
                cues[^1] = i > 0 && cues.Count > 0 ? cues[^1] with { Text = $"{cues[^1].Text}\n{lines[i].Text}" }
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
                CaptionReading.Add(cues, new CaptionCue(start, end, lines[i].Text), i + 1);
            }
        }

        return new Captions { Cues = [.. cues] };
    }

    private static Captions Spread((double? Start, double? End, string Text)[] lines, double seconds)
    {
        var (whole, weights) = (seconds > 0 ? seconds : lines.Length * SecondsOfALine, lines.Select(line => LineBreaking.Width(line.Text)).ToArray());
        var (cues, at, sum) = (new List<CaptionCue>(), 0.0, weights.Sum());
        for (var i = 0; i < lines.Length; i++)
        {
            var end = at + (whole * weights[i] / sum);
            CaptionReading.Add(cues, new CaptionCue(at, end, lines[i].Text), i + 1);
            at = end;
        }

        return new Captions { Cues = [.. cues] };
    }

    // A bare number is a time only where it has a colon or a point, or stands in brackets: "3 blind mice".
    [GeneratedRegex(@"^(?:\[(?<a>[\d:.,]+)\]|(?<a>(?:\d+:)?\d+:\d+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)\s*(?:-->|->|–|—|-)\s*(?<b>(?:\d+:)?\d+:\d+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)|(?<a>(?:\d+:)?\d+:\d+(?:[.,]\d+)?|\d+[.,]\d+))(?=\s|$|\D)\s*:?", RegexOptions.CultureInvariant)]
    private static partial Regex Beginning();
}
