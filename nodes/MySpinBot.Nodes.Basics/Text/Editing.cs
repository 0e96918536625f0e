using System.Text;

namespace MySpinBot.Nodes.Basics.Text;

/// <summary>Which end of a text.</summary>
public enum TextEnds
{
    /// <summary>Both.</summary>
    Both,

    /// <summary>Its beginning.</summary>
    Left,

    /// <summary>Its end.</summary>
    Right,
}

/// <summary>Small changes to a text.</summary>
public static class EditingNodes
{
    /// <summary>Removes spaces, tabs and line ends from the ends of a text.</summary>
    /// <param name="string">The text.</param>
    /// <param name="mode">Which end.</param>
    /// <returns>The text without them.</returns>
    [Node("StringTrim", Title = "Trim Text", Category = "basics/text", Search = "strip, clean whitespace, remove spaces")]
    public static string Trim([Input(Multiline = true)] string @string, TextEnds mode = TextEnds.Both) => mode switch
    {
        TextEnds.Left => @string.TrimStart(),
        TextEnds.Right => @string.TrimEnd(),
        _ => @string.Trim(),
    };

    /// <summary>Replaces every occurrence of a text by another.</summary>
    /// <param name="string">The text.</param>
    /// <param name="find">What is replaced, exactly as it is written; if it is empty, the replacement is put before, between and after all characters.</param>
    /// <param name="replace">What takes its place.</param>
    /// <returns>The text with what was replaced.</returns>
    [Node("StringReplace", Title = "Replace Text", Category = "basics/text", Search = "find and replace, substitute, swap text")]
    public static string Replace([Input(Multiline = true)] string @string, [Input(Multiline = true)] string find, [Input(Multiline = true)] string replace = "")
    {
        var occurrences = find.Length == 0 ? CodePoints.Count(@string) + 1L : @string.AsSpan().Count(find);
        Limits.PromisedText(@string.Length + (occurrences * (replace.Length - find.Length)));
        return find.Length == 0 ? Interleave(@string, replace) : @string.Replace(find, replace, StringComparison.Ordinal);
    }

    /// <summary>Repeats a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="times">How often it stands in the result.</param>
    /// <param name="separator">What stands between; <c>\n</c> and <c>\t</c> mean a new line and a tab.</param>
    /// <returns>The longer text.</returns>
    [Node("TextRepeat", Category = "basics/text", Search = "repeat text, fill")]
    public static string Repeat(
        [Input(Multiline = true)] string text, [System.ComponentModel.DataAnnotations.Range(0, Limits.ListLength)] int times = 2, string separator = "")
    {
        var between = Separators.Read(separator);
        Limits.PromisedText(((long)text.Length + between.Length) * times);
        return string.Join(between, Enumerable.Repeat(text, times));
    }

    private static string Interleave(string text, string between)
    {
        var result = new StringBuilder(between);
        for (var index = 0; index < text.Length;)
        {
            var length = CodePoints.LengthAt(text, index);
            result.Append(text, index, length).Append(between);
            index += length;
        }

        return result.ToString();
    }
}
