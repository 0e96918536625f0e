using System.Collections.Immutable;
using MySpinBot.Core.Messages;

namespace MySpinBot.Cli.Terminal;

/// <summary>The texts that steps write, as lines: those that are whole are said, the last one of each call stays open. Immutable.</summary>
internal sealed record WrittenLines
{
    // A line that is longer is broken at a blank.
    private const int LongestLine = 400;
    private const string Margin = "         ";

    /// <summary>Nothing is written.</summary>
    public static WrittenLines None { get; } = new();

    private ImmutableSortedDictionary<(string NodeId, int Call), (string Line, long End)> Open { get; init; } = ImmutableSortedDictionary<(string NodeId, int Call), (string Line, long End)>.Empty;

    // Whose lines stand above.
    private (string NodeId, int Call)? Writer { get; init; }

    /// <summary>After a piece: with the lines that it made whole.</summary>
    /// <param name="text">The piece.</param>
    /// <param name="name">What people call its node.</param>
    public (WrittenLines Texts, ImmutableArray<ViewLine> Lines) After(TextStreamed text, string name)
    {
        var key = (text.NodeId, text.Call);
        var (line, end) = Open.TryGetValue(key, out var open) ? open : ("", 0L);
        var (whole, rest) = Parted(end == text.Offset ? line + text.Text : text.Text);
        var lines = ImmutableArray.CreateBuilder<ViewLine>();
        if (Writer != key)
        {
            lines.Add(new ViewLine(LineKind.Info, PlainText.OnOneLine($"writes   {name}{(text.Call > 0 ? $", call {text.Call + 1}" : "")}")));
        }

        lines.AddRange(whole.Select(Line));
        return (this with { Open = Open.SetItem(key, (rest, text.Offset + text.Text.Length)), Writer = key }, lines.ToImmutable());
    }

    /// <summary>The lines that a node's calls have not ended, and what is left without them; nulls where it writes nothing.</summary>
    public (ImmutableArray<ViewLine>? Lines, WrittenLines? Texts) EndOf(string nodeId)
    {
        var ended = Open.Where(open => open.Key.NodeId == nodeId).ToList();
        return ended.Count == 0 ? (null, null)
            : ([.. ended.Where(open => open.Value.Line.Length > 0).Select(open => Line(open.Value.Line))], this with { Open = Open.RemoveRange(ended.Select(open => open.Key)), Writer = null });
    }

    /// <summary>The line that a node writes at; empty for none.</summary>
    public string OpenOf(string nodeId) => Open.LastOrDefault(open => open.Key.NodeId == nodeId).Value.Line ?? "";

    private static ViewLine Line(string text) => new(LineKind.Text, Margin + PlainText.OnOneLine(text));

    private static (IReadOnlyList<string> Whole, string Open) Parted(string text)
    {
        var whole = new List<string>();
        var parts = text.ReplaceLineEndings("\n").Split('\n');
        for (var at = 0; ; at++)
        {
            var rest = parts[at];
            while (rest.Length > LongestLine)
            {
                var end = rest.LastIndexOf(' ', LongestLine);
                end = end > LongestLine / 2 ? end : LongestLine - (char.IsHighSurrogate(rest[LongestLine - 1]) ? 1 : 0);
                whole.Add(rest[..end]);
                rest = rest[end..].TrimStart(' ');
            }

            if (at == parts.Length - 1)
            {
                return (whole, rest);
            }

            whole.Add(rest);
        }
    }
}
