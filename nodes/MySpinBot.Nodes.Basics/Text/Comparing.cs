namespace MySpinBot.Nodes.Basics.Text;

/// <summary>How two texts are compared.</summary>
public enum TextComparison
{
    /// <summary>The first begins with the second.</summary>
    [Choice("Starts With")]
    StartsWith,

    /// <summary>The first ends with the second.</summary>
    [Choice("Ends With")]
    EndsWith,

    /// <summary>They are the same.</summary>
    [Choice("Equal")]
    Equal,
}

/// <summary>Questions about two texts.</summary>
public static class ComparingNodes
{
    /// <summary>Whether a text holds another.</summary>
    /// <param name="string">The text.</param>
    /// <param name="substring">What is looked for.</param>
    /// <param name="caseSensitive">Whether upper and lower case differ.</param>
    /// <returns>Whether it does.</returns>
    [Node("StringContains", Title = "Contains Text", Category = "basics/text", Search = "text includes, find")]
    [return: Output(Name = "contains")]
    public static bool Contains([Input(Multiline = true)] string @string, [Input(Multiline = true)] string substring, [Input(Advanced = true)] bool caseSensitive = true)
        => @string.Contains(substring, Rules(caseSensitive));

    /// <summary>Compares two texts.</summary>
    /// <param name="stringA">First text.</param>
    /// <param name="stringB">Second text.</param>
    /// <param name="mode">How they are compared.</param>
    /// <param name="caseSensitive">Whether upper and lower case differ.</param>
    /// <returns>Whether the comparison holds.</returns>
    [Node("StringCompare", Title = "Compare Text", Category = "basics/text", Search = "string equals, starts with, ends with, text match")]
    public static bool Compare(
        [Input(Multiline = true)] string stringA,
        [Input(Multiline = true)] string stringB,
        TextComparison mode = TextComparison.StartsWith,
        [Input(Advanced = true)] bool caseSensitive = true) => mode switch
        {
            TextComparison.StartsWith => stringA.StartsWith(stringB, Rules(caseSensitive)),
            TextComparison.EndsWith => stringA.EndsWith(stringB, Rules(caseSensitive)),
            _ => string.Equals(stringA, stringB, Rules(caseSensitive)),
        };

    private static StringComparison Rules(bool caseSensitive) => caseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
}
