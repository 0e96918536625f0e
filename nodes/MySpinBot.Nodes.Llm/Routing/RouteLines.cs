using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>One of the ways that a model may choose.</summary>
/// <param name="Name">Its name.</param>
/// <param name="When">When it is right; empty where its name says so.</param>
internal sealed record Way(string Name, string When)
{
    private const int Most = 64;
    private const int LongestName = 100;
    private const int LongestText = 2000;

    /// <summary>Reads ways: one a line, <c>name</c> or <c>name: when it is right</c>.</summary>
    /// <exception cref="NodeFailure">There are too few, too many, or two of one name.</exception>
    public static IReadOnlyList<Way> Read(string text, string input, int most = Most)
    {
        Way[] ways = [.. text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => Of(line, input))];
        if (ways.Length < 2 || ways.Length > most)
        {
            throw Failures.At(input, $"'{input}' has {ways.Length} lines; two to {most} would be right, each a name, or a name with a colon and when it is right.");
        }

        return ways.GroupBy(way => way.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw Failures.At(input, $"'{input}' has two lines called '{twice.Key}'; each needs a name of its own.")
            : ways;
    }

    private static Way Of(string line, string input)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var (name, when) = colon > 0 ? (line[..colon].TrimEnd(), line[(colon + 1)..].TrimStart()) : (line, "");
        return name.Length <= LongestName && when.Length <= LongestText
            ? new Way(name, when)
            : throw Failures.At(input, $"A line of '{input}' is too long: a name has {LongestName} characters at most, and what follows its colon {LongestText}.");
    }
}
