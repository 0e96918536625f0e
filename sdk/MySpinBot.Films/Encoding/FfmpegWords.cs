using System.Text.RegularExpressions;

namespace MySpinBot.Films;

/// <summary>Finds what ffmpeg means in what it says.</summary>
internal static partial class FfmpegWords
{
    /// <summary>The last line that names a cause, without the address of the part that speaks.</summary>
    public static string? Reason(IReadOnlyList<string> lines)
    {
        var line = lines.LastOrDefault(line => !Consequence().IsMatch(line)) ?? (lines is [.., var last] ? last : null);
        return line is null ? null : Speaker().Replace(line, "");
    }

    // What ffmpeg adds when it gives up says nothing about why.
    [GeneratedRegex("^(Conversion failed|Error while (processing|filtering)|Exiting|Last message repeated|Error closing file)", RegexOptions.CultureInvariant)]
    private static partial Regex Consequence();

    [GeneratedRegex(@"^\[[^\]]*@ 0x[0-9a-f]+\]\s*", RegexOptions.CultureInvariant)]
    private static partial Regex Speaker();
}
