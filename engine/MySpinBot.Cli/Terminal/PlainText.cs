using System.Globalization;
using System.Text;

namespace MySpinBot.Cli.Terminal;

/// <summary>Makes texts of others (titles, messages of nodes) safe to print: no control characters, so nothing in a graph can steer a terminal or a log.</summary>
internal static class PlainText
{
    /// <summary>The text with every control character but line feeds replaced by a blank.</summary>
    public static string Of(string text)
    {
        if (!text.Any(IsUnwanted))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            clean.Append(IsUnwanted(character) ? ' ' : character);
        }

        return clean.ToString();
    }

    /// <summary>The same on one line.</summary>
    public static string OnOneLine(string text) => Of(text).Replace('\n', ' ');

    /// <summary>Seconds as people read them: 0.4 s, 12 s, 2 min 5 s.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds / 60):0} min {Math.Floor(seconds % 60):0} s"),
    };

    private static bool IsUnwanted(char character) => character != '\n' && (char.IsControl(character) || character is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e'));
}
