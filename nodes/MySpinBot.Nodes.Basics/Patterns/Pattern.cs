using System.Text.RegularExpressions;

namespace MySpinBot.Nodes.Basics.Patterns;

/// <summary>A regular expression that ends: matched in linear time where its features allow, else within a time limit.</summary>
internal sealed class Pattern
{
    private const int LongestPattern = 10_000;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    private readonly Regex _regex;
    private readonly PythonPattern _read;
    private readonly string _input;

    private Pattern(Regex regex, PythonPattern read, string input) => (_regex, _read, _input) = (regex, read, input);

    public int Groups => _read.Groups;

    public IReadOnlyDictionary<string, int> Names => _read.Names;

    public static Pattern Of(string pattern, bool caseInsensitive, bool multiline, bool dotall, string input = "regex_pattern")
    {
        var options = RegexOptions.CultureInvariant
            | (caseInsensitive ? RegexOptions.IgnoreCase : 0) | (multiline ? RegexOptions.Multiline : 0) | (dotall ? RegexOptions.Singleline : 0);
        if (pattern.Length > LongestPattern)
        {
            throw Failures.At(input, $"Input '{input}' has {pattern.Length} characters; a pattern has {LongestPattern} at most.");
        }

        var read = PythonPattern.Read(pattern);
        try
        {
            return new Pattern(Make(read.Written, options), read, input);
        }
        catch (RegexParseException wrong)
        {
            throw Failures.At(input, $"The text is not a regular expression: {Reason(wrong)}.", wrong);
        }
    }

    /// <summary>What is wrong with a pattern that stands in the graph; nothing if it is fine or comes over a link.</summary>
    public static IEnumerable<InputFault> Faults(string? pattern, string input = "regex_pattern")
    {
        if (pattern is null)
        {
            yield break;
        }

        string? sentence = null;
        try
        {
            Of(pattern, false, false, false, input);
        }
        catch (NodeFailure failure)
        {
            sentence = failure.Message;
        }

        if (sentence is not null)
        {
            yield return new InputFault(input, sentence);
        }
    }

    /// <summary>Every match in turn.</summary>
    public IEnumerable<Match> Matches(string text)
    {
        for (var match = InTime(() => _regex.Match(text)); match.Success; match = InTime(match.NextMatch))
        {
            yield return match;
        }
    }

    /// <summary>Replaces the first <paramref name="count"/> matches, or all where it is 0.</summary>
    public string Replace(string text, MatchEvaluator with, int count) => InTime(() => _regex.Replace(text, with, count == 0 ? -1 : count));

    private static Regex Make(string pattern, RegexOptions options)
    {
        try
        {
            return new Regex(pattern, options | RegexOptions.NonBacktracking, TimeLimit);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, options, TimeLimit);
        }
    }

    private T InTime<T>(Func<T> search)
    {
        try
        {
            return search();
        }
        catch (RegexMatchTimeoutException late)
        {
            throw Failures.At(_input,
                $"The pattern in '{_input}' was not done with the text after {TimeLimit.TotalSeconds:0} seconds; one without nested repetitions, look-arounds and back-references would be.", late);
        }
    }

    private static string Reason(RegexParseException wrong)
    {
        var at = wrong.Message.IndexOf("at offset", StringComparison.Ordinal);
        return (at < 0 ? wrong.Message : wrong.Message[at..]).TrimEnd('.');
    }
}
