using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Texts to stop at, as a node's input has them: one a line.</summary>
internal static class StopLines
{
    private const int Most = 16;
    private const int Longest = 256;

    /// <summary>The texts; <c>\n</c>, <c>\t</c> and <c>\\</c> stand for a line end, a tab and a backslash.</summary>
    /// <exception cref="NodeFailure">There are more, or longer ones, than are taken.</exception>
    public static IReadOnlyList<string> Read(string text)
    {
        string[] lines = [.. text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Meant)];
        return lines.Length <= Most && lines.All(line => line.Length <= Longest)
            ? lines
            : throw Failures.At("stop", $"'stop' takes {Most} texts at most, one a line, of {Longest} characters at most.");
    }

    private static string Meant(string line) => line.Replace("\\\\", "\0", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal)
        .Replace("\\t", "\t", StringComparison.Ordinal).Replace('\0', '\\');
}
