namespace MySpinBot.Cli.Terminal;

/// <summary>Lines whose parts stand below each other.</summary>
internal static class Columns
{
    /// <summary>The lines; the last part of each may be of any length.</summary>
    public static string Of(IEnumerable<string[]> rows)
    {
        var all = rows.ToList();
        var count = all.Count == 0 ? 0 : all.Max(row => row.Length);
        var widths = Enumerable.Range(0, count).Select(at => all.Max(row => at < row.Length - 1 ? row[at].Length : 0)).ToList();
        return string.Join(Environment.NewLine, all.Select(row => string.Join("  ", row.Select((part, at) => at < row.Length - 1 ? part.PadRight(widths[at]) : part)).TrimEnd()));
    }
}
