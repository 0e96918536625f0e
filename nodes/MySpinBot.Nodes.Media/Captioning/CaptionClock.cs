using System.Globalization;
using System.Text.RegularExpressions;

namespace MySpinBot.Nodes.Media;

/// <summary>Times as caption files write them.</summary>
internal static partial class CaptionClock
{
    /// <summary>A time: <c>1:02:03.5</c>, <c>02:03,500</c>, <c>3.5</c>; in seconds, or null where it is none.</summary>
    public static double? Parse(string text) => Time().Match(text.Trim()) is { Success: true } match ? Seconds(match) : null;

    /// <summary>The two times of a line <c>00:00:01,000 --> 00:00:02,000</c>, whatever follows them; null where the line is none.</summary>
    public static (double Start, double End)? Span(string line)
        => Arrow().Match(line) is { Success: true } match && Parse(match.Groups[1].Value) is { } start && Parse(match.Groups[2].Value) is { } end ? (start, end) : null;

    /// <summary>Whether somebody meant the line to be a line of times, though it may not be one.</summary>
    public static bool IsMeantAsSpan(string line) => Meant().IsMatch(line);

    private static double Seconds(Match match)
        => (Part(match.Groups["h"]) * 3600) + (Part(match.Groups["m"]) * 60) + Part(match.Groups["s"])
            + (match.Groups["f"] is { Length: > 0 } fraction ? double.Parse("0." + fraction.Value, CultureInfo.InvariantCulture) : 0);

    private static double Part(Group group) => group.Length == 0 ? 0 : double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:(?:(?<h>\d{1,4}):)?(?<m>\d{1,4}):)?(?<s>\d{1,6})(?:[.,](?<f>\d{1,9}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Time();

    [GeneratedRegex(@"^\s*([\d:.,]+)\s*-->\s*([\d:.,]+)(?:\s.*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Arrow();

    [GeneratedRegex(@"-->|^\s*\d+:\d+[\d:.,]*\s*[-–—=>]+\s*\d+:\d+[\d:.,]*\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Meant();
}
