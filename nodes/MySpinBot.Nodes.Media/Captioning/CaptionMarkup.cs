using System.Net;
using System.Text.RegularExpressions;

namespace MySpinBot.Nodes.Media;

/// <summary>Takes markup out of texts.</summary>
internal static partial class CaptionMarkup
{
    /// <summary>The text that is read: without the tags that SubRip borrowed from HTML and without ASS's braces; lines without anything are left out.</summary>
    public static string Plain(string text) => Tidy(Tag().Replace(Braces().Replace(text, ""), ""));

    /// <summary>The same of a WebVTT cue: its tags are the letters between angle brackets, whatever they are, and its characters may be written by name.</summary>
    public static string PlainVtt(string text) => Tidy(WebUtility.HtmlDecode(Angles().Replace(text, "")));

    /// <summary>Lines without white space around them, and none that is empty.</summary>
    public static string Tidy(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex(@"</?(?:b|i|u|s|em|strong|font|span|ruby|rt|c|v|lang|p|br)(?:[\s.][^<>]*)?/?>", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\{\\[^{}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Braces();

    [GeneratedRegex("<[^<>]*>", RegexOptions.CultureInvariant)]
    private static partial Regex Angles();
}
