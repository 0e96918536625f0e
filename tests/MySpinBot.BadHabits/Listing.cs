namespace MySpinBot.BadHabits;

/// <summary>Nodes over lists.</summary>
public static class Listing
{
    /// <summary>Words of a text; none of an empty one.</summary>
    [Node("Words")]
    [return: Output(Name = "words")]
    public static IReadOnlyList<string> Words(string text = "a b c") => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Takes the whole list.</summary>
    [Node("JoinAll")]
    public static string JoinAll(IReadOnlyList<string> texts, string separator = " ") => string.Join(separator, texts);

    /// <summary>Gives null for its list.</summary>
    [Node("NoList")]
    [return: Output(Name = "words")]
    public static IReadOnlyList<string> NoList(string text) => null!;

    /// <summary>Gives a list with nothing in its middle.</summary>
    [Node("HoledList")]
    [return: Output(Name = "words")]
    public static IReadOnlyList<string> HoledList(string text) => [text, null!, text];

    /// <summary>Fails on one element.</summary>
    [Node("RefuseOne")]
    public static string RefuseOne(string text, string but = "b")
        => text != but ? text : throw new NodeFailure($"Not '{text}'.") { Input = "text" };
}
