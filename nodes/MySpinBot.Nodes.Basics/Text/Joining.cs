namespace MySpinBot.Nodes.Basics.Text;

/// <summary>Several texts as one.</summary>
public static class JoiningNodes
{
    /// <summary>Puts two texts together.</summary>
    /// <param name="stringA">First text.</param>
    /// <param name="stringB">Second text.</param>
    /// <param name="delimiter">What stands between them.</param>
    /// <returns>One text.</returns>
    [Node("StringConcatenate", Title = "Concatenate Text", Category = "basics/text", Search = "join text, merge text, combine strings, append text")]
    public static string Concatenate([Input(Multiline = true)] string stringA, [Input(Multiline = true)] string stringB, string delimiter = "")
    {
        Limits.PromisedText((long)stringA.Length + delimiter.Length + stringB.Length);
        return string.Concat(stringA, delimiter, stringB);
    }

    /// <summary>Joins a list of texts into one.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="separator">What stands between them; <c>\n</c> and <c>\t</c> mean a new line and a tab.</param>
    /// <param name="skipEmpty">Whether texts of nothing but spaces are left out.</param>
    /// <returns>One text.</returns>
    [Node("TextJoin", Category = "basics/text", Search = "join list, concatenate list, merge lines")]
    public static string Join([Input(SocketOnly = true)] IReadOnlyList<string> texts, string separator = "\\n", bool skipEmpty = false)
    {
        var kept = skipEmpty ? texts.Where(text => !string.IsNullOrWhiteSpace(text)).ToList() : texts;
        var between = Separators.Read(separator);
        Limits.PromisedText(kept.Sum(text => (long)text.Length) + ((long)between.Length * Math.Max(0, kept.Count - 1)));
        return string.Join(between, kept);
    }
}
