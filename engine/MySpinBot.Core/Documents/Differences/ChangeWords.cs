using System.Text.Json;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Core.Documents.Differences;

/// <summary>How values stand in sentences about differences: short, on one line, and of long texts the place where they part.</summary>
internal static class ChangeWords
{
    private const int Longest = 60;
    private const int Before = 16;

    /// <summary>The name of a field or input.</summary>
    public static string Field(string name) => Shown.Plain(name);

    /// <summary>Both values.</summary>
    public static (string Before, string After) Both(JsonElement? before, JsonElement? after)
    {
        if (before is { ValueKind: JsonValueKind.String } && after is { ValueKind: JsonValueKind.String } && Shown.Text(before.Value) is { } was && Shown.Text(after.Value) is { } now)
        {
            var start = was.Length > Longest || now.Length > Longest ? Math.Max(0, was.AsSpan().CommonPrefixLength(now) - Before) : 0;
            return (Quoted(was, start), Quoted(now, start));
        }

        return (One(before), One(after));
    }

    /// <summary>One value.</summary>
    public static string One(JsonElement? value) => value switch
    {
        null => "nothing",
        { ValueKind: JsonValueKind.String } text => Quoted(Shown.Text(text) ?? "…", 0),
        { } json => Cut(json.GetRawText(), 0),
    };

    /// <summary>A link, as people write it.</summary>
    public static string Link(LinkValue link)
        => link.Output is { } output ? $"{Shown.Plain(link.NodeId)}.{Shown.Plain(output)}" : $"{Shown.Plain(link.NodeId)}[{link.Slot ?? 0}]";

    private static string Quoted(string text, int start) => $"\"{Cut(text, start)}\"";

    private static string Cut(string text, int start)
    {
        start = Math.Min(start, text.Length);
        var length = Math.Min(Longest, text.Length - start);
        return $"{(start > 0 ? "…" : "")}{Shown.Plain(text.Substring(start, length))}{(start + length < text.Length ? "…" : "")}";
    }
}
