using System.Text;

namespace MySpinBot.Client.Generation.Shapes;

/// <summary>Names of the description as C# writes them.</summary>
internal static class Names
{
    private static readonly HashSet<string> Keywords = ["as", "base", "bool", "break", "case", "class", "default", "do", "event", "fixed", "for", "in", "is", "lock", "new", "null", "object", "out", "params", "ref", "string", "this", "using", "void", "while"];

    /// <summary><c>class_type</c>, <c>Last-Event-ID</c>, <c>submitJob</c> → <c>ClassType</c>, <c>LastEventID</c>, <c>SubmitJob</c>.</summary>
    public static string Pascal(string name)
    {
        var (text, isStart) = (new StringBuilder(name.Length), true);
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                isStart = true;
                continue;
            }

            text.Append(isStart ? char.ToUpperInvariant(c) : c);
            isStart = false;
        }

        return text.Length > 0 && char.IsAsciiDigit(text[0]) ? $"_{text}" : text.ToString();
    }

    /// <summary>The same for a parameter.</summary>
    public static string Camel(string name)
    {
        var pascal = Pascal(name);
        var camel = char.ToLowerInvariant(pascal[0]) + pascal[1..];
        return Keywords.Contains(camel) ? $"@{camel}" : camel;
    }
}
