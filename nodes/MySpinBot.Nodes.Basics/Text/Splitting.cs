namespace MySpinBot.Nodes.Basics.Text;

/// <summary>One text as a list.</summary>
public static class SplittingNodes
{
    /// <summary>Splits a text wherever a separator stands. What follows runs once for each part.</summary>
    /// <param name="text">The text.</param>
    /// <param name="separator">What stands between the parts; <c>\n</c> and <c>\t</c> mean a new line and a tab.</param>
    /// <param name="trim">Whether spaces around each part are removed.</param>
    /// <param name="skipEmpty">Whether empty parts are left out.</param>
    /// <returns>The parts, in order.</returns>
    [Node("TextSplit", Category = "basics/text", Search = "split text, list, separator, csv")]
    [return: Output(Name = "parts")]
    public static IReadOnlyList<string> Split([Input(Multiline = true)] string text, string separator = ",", bool trim = true, bool skipEmpty = true)
    {
        var between = Separators.Read(separator);
        if (between.Length == 0)
        {
            throw Failures.At("separator", "Input 'separator' is empty; it takes the characters that stand between the parts, such as ','.");
        }

        return Pieces(text, between, trim, skipEmpty);
    }

    /// <summary>Splits a text into its lines. What follows runs once for each line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="trim">Whether spaces around each line are removed.</param>
    /// <param name="skipEmpty">Whether empty lines are left out.</param>
    /// <returns>The lines, in order.</returns>
    [Node("TextLines", Category = "basics/text", Search = "split lines, list of prompts")]
    [return: Output(Name = "lines")]
    public static IReadOnlyList<string> Lines([Input(Multiline = true)] string text, bool trim = true, bool skipEmpty = true)
        => Pieces(text.ReplaceLineEndings("\n"), "\n", trim, skipEmpty);

    private static List<string> Pieces(string text, string separator, bool trim, bool skipEmpty)
    {
        var pieces = new List<string>();
        foreach (var range in text.AsSpan().Split(separator))
        {
            var piece = trim ? text.AsSpan()[range].Trim() : text.AsSpan()[range];
            if (!skipEmpty || piece.Length > 0)
            {
                Limits.PromisedList(pieces.Count + 1, "text");
                pieces.Add(piece.ToString());
            }
        }

        return pieces;
    }
}
