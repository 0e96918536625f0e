using System.Globalization;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Texts of ASS events.</summary>
internal static class AssText
{
    /// <summary>The cue's text; before each word whose time is known stands how long it lasts, <c>{\k}</c> in hundredths of a second.</summary>
    public static string Timed(CaptionCue cue)
    {
        if (cue.Words.IsDefaultOrEmpty)
        {
            return Escaped(cue.Text);
        }

        var text = new StringBuilder();
        var (at, spent) = (0, Hundredths(cue.Start));
        foreach (var (place, word) in WordPlaces.Of(cue.Text, cue.Words))
        {
            text.Append(Escaped(cue.Text[at..place]));

            // A pause before the word is a syllable without letters.
            AppendSyllable(text, Hundredths(word.Start) - spent, pause: true);
            AppendSyllable(text, Hundredths(word.End) - Math.Max(spent, Hundredths(word.Start)), pause: false);
            text.Append(Escaped(word.Text));
            spent = Math.Max(spent, Hundredths(word.End));
            at = place + word.Text.Length;
        }

        return text.Append(Escaped(cue.Text[at..])).ToString();
    }

    /// <summary>Text that stands for itself: braces would begin a tag, and a backslash a line break.</summary>
    public static string Escaped(string text) => text
        .Replace("\\", "\\\u2060", StringComparison.Ordinal)
        .Replace("{", "\\{", StringComparison.Ordinal)
        .Replace("}", "\\}", StringComparison.Ordinal)
        .Replace("\r", "", StringComparison.Ordinal)
        .Replace("\n", "\\N", StringComparison.Ordinal);

    private static long Hundredths(double seconds) => (long)Math.Round(seconds * 100);

    private static void AppendSyllable(StringBuilder text, long hundredths, bool pause)
    {
        if (hundredths > 0 || !pause)
        {
            text.Append(CultureInfo.InvariantCulture, $"{{\\k{Math.Max(0, hundredths)}}}");
        }
    }
}
