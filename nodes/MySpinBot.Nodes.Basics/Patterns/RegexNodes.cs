using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace MySpinBot.Nodes.Basics.Patterns;

/// <summary>What <see cref="RegexNodes.Extract"/> gives.</summary>
public enum Extraction
{
    /// <summary>The first match.</summary>
    [Choice("First Match")]
    FirstMatch,

    /// <summary>Every match, one a line; of a pattern with groups the first group of each.</summary>
    [Choice("All Matches")]
    AllMatches,

    /// <summary>A group of the first match.</summary>
    [Choice("First Group")]
    FirstGroup,

    /// <summary>A group of every match, one a line.</summary>
    [Choice("All Groups")]
    AllGroups,
}

/// <summary>Regular expressions, in the syntax of Python's <c>re</c>. Patterns without look-arounds and back-references take linear time; others have ten seconds.</summary>
public static class RegexNodes
{
    /// <summary>Whether a text has a match.</summary>
    /// <param name="string">The text.</param>
    /// <param name="regexPattern">The regular expression.</param>
    /// <param name="caseInsensitive">Whether upper and lower case are the same.</param>
    /// <param name="multiline">Whether <c>^</c> and <c>$</c> match at every line.</param>
    /// <param name="dotall">Whether the dot matches line ends too.</param>
    /// <returns>Whether it matches.</returns>
    [Node("RegexMatch", Title = "Match Text", Category = "basics/text/regex", Search = "pattern match, regular expression", Validate = nameof(Faults))]
    [return: Output(Name = "matches")]
    public static bool IsMatch(
        [Input(Multiline = true)] string @string,
        [Input(Multiline = true)] string regexPattern,
        [Input(Advanced = true)] bool caseInsensitive = true,
        [Input(Advanced = true)] bool multiline = false,
        [Input(Advanced = true)] bool dotall = false) => Pattern.Of(regexPattern, caseInsensitive, multiline, dotall).Matches(@string).Any();

    /// <summary>Takes out of a text what matches. Without a match the result is empty.</summary>
    /// <param name="string">The text.</param>
    /// <param name="regexPattern">The regular expression.</param>
    /// <param name="mode">What to take.</param>
    /// <param name="caseInsensitive">Whether upper and lower case are the same.</param>
    /// <param name="multiline">Whether <c>^</c> and <c>$</c> match at every line.</param>
    /// <param name="dotall">Whether the dot matches line ends too.</param>
    /// <param name="groupIndex">Which group, for the modes that take one; 0 is the whole match.</param>
    /// <returns>What was found.</returns>
    [Node("RegexExtract", Title = "Extract Text", Category = "basics/text/regex", Search = "pattern extract, text parser, regular expression", Validate = nameof(Faults))]
    public static string Extract(
        [Input(Multiline = true)] string @string,
        [Input(Multiline = true)] string regexPattern,
        Extraction mode = Extraction.FirstMatch,
        [Input(Advanced = true)] bool caseInsensitive = true,
        [Input(Advanced = true)] bool multiline = false,
        [Input(Advanced = true)] bool dotall = false,
        [Input(Advanced = true), Range(0, 100)] int groupIndex = 1)
    {
        var pattern = Pattern.Of(regexPattern, caseInsensitive, multiline, dotall);
        var matches = pattern.Matches(@string);
        return mode switch
        {
            Extraction.FirstMatch => matches.FirstOrDefault()?.Value ?? "",
            Extraction.AllMatches => Lines(matches.Select(match => match.Groups[Math.Min(1, pattern.Groups)].Value)),
            Extraction.FirstGroup => matches.FirstOrDefault()?.Groups[groupIndex].Value ?? "",
            _ => pattern.Groups == 0 ? "" : Lines(matches.Select(match => match.Groups[groupIndex]).Where(group => group.Success).Select(group => group.Value)),
        };
    }

    /// <summary>Replaces what matches.</summary>
    /// <param name="string">The text.</param>
    /// <param name="regexPattern">The regular expression.</param>
    /// <param name="replace">What takes the place of a match; <c>\1</c> and <c>\g&lt;name&gt;</c> stand for its groups.</param>
    /// <param name="caseInsensitive">Whether upper and lower case are the same.</param>
    /// <param name="multiline">Whether <c>^</c> and <c>$</c> match at every line.</param>
    /// <param name="dotall">Whether the dot matches line ends too.</param>
    /// <param name="count">How many matches are replaced, from the first; 0 replaces all.</param>
    /// <returns>The text with what was replaced.</returns>
    [Node("RegexReplace", Title = "Replace Text (Regex)", Category = "basics/text/regex", Search = "pattern replace, substitution, regular expression", Validate = nameof(Faults))]
    public static string Replace(
        [Input(Multiline = true)] string @string,
        [Input(Multiline = true)] string regexPattern,
        [Input(Multiline = true)] string replace = "",
        [Input(Advanced = true)] bool caseInsensitive = true,
        [Input(Advanced = true)] bool multiline = false,
        [Input(Advanced = true)] bool dotall = false,
        [Input(Advanced = true), Range(0, 100)] int count = 0)
    {
        var pattern = Pattern.Of(regexPattern, caseInsensitive, multiline, dotall);
        var replacement = Replacement.Read(replace, pattern);
        var length = (long)@string.Length;
        return pattern.Replace(@string, Next, count);

        string Next(Match match)
        {
            var text = replacement.For(match);
            Limits.PromisedText(length += text.Length - match.Length);
            return text;
        }
    }

    /// <summary>Every match, or one group of every match, as a list. What follows runs once for each.</summary>
    /// <param name="text">The text.</param>
    /// <param name="regexPattern">The regular expression.</param>
    /// <param name="group">Which group of each match; 0 is the whole match.</param>
    /// <param name="caseInsensitive">Whether upper and lower case are the same.</param>
    /// <param name="multiline">Whether <c>^</c> and <c>$</c> match at every line.</param>
    /// <param name="dotall">Whether the dot matches line ends too.</param>
    /// <returns>The matches, in order.</returns>
    [Node("RegexFindAll", Title = "Find All (Regex)", Category = "basics/text/regex", Search = "pattern list, extract all, regular expression", Validate = nameof(Faults))]
    [return: Output(Name = "matches")]
    public static IReadOnlyList<string> FindAll(
        [Input(Multiline = true)] string text,
        [Input(Multiline = true)] string regexPattern,
        [Range(0, 100)] int group = 0,
        [Input(Advanced = true)] bool caseInsensitive = false,
        [Input(Advanced = true)] bool multiline = false,
        [Input(Advanced = true)] bool dotall = false)
    {
        var found = Pattern.Of(regexPattern, caseInsensitive, multiline, dotall).Matches(text)
            .Select(match => match.Groups[group]).Where(taken => taken.Success).Select(taken => taken.Value).Take(Limits.ListLength + 1).ToList();
        Limits.PromisedList(found.Count, "text");
        return found;
    }

    /// <summary>Splits a text wherever a pattern matches. What follows runs once for each part.</summary>
    /// <param name="text">The text.</param>
    /// <param name="regexPattern">The regular expression of what stands between the parts.</param>
    /// <param name="skipEmpty">Whether empty parts are left out.</param>
    /// <param name="caseInsensitive">Whether upper and lower case are the same.</param>
    /// <returns>The parts, in order.</returns>
    [Node("RegexSplit", Title = "Split (Regex)", Category = "basics/text/regex", Search = "pattern split, regular expression", Validate = nameof(Faults))]
    [return: Output(Name = "parts")]
    public static IReadOnlyList<string> Split(
        [Input(Multiline = true)] string text, [Input(Multiline = true)] string regexPattern, bool skipEmpty = true, [Input(Advanced = true)] bool caseInsensitive = false)
    {
        var (parts, start) = (new List<string>(), 0);
        foreach (var match in Pattern.Of(regexPattern, caseInsensitive, false, false).Matches(text).Where(match => match.Length > 0))
        {
            parts.Add(text[start..match.Index]);
            start = match.Index + match.Length;
            Limits.PromisedList(parts.Count, "text");
        }

        parts.Add(text[start..]);
        return skipEmpty ? parts.Where(part => part.Length > 0).ToList() : parts;
    }

    /// <summary>What is wrong with a pattern that stands in the graph.</summary>
    public static IEnumerable<InputFault> Faults(string? regexPattern) => Pattern.Faults(regexPattern);

    private static string Lines(IEnumerable<string> texts)
    {
        var lines = texts.ToList();
        Limits.PromisedText(lines.Sum(line => line.Length + 1L));
        return string.Join('\n', lines);
    }
}
