namespace MySpinBot.BadHabits;

/// <summary>Nodes that ask for what they want.</summary>
public static class Lazy
{
    /// <summary>Takes one of two.</summary>
    [Node("Choose", Ask = nameof(ChooseAsks))]
    public static string Choose([Lazy] string? yes = null, [Lazy] string? no = null, bool condition = true) => (condition ? yes : no) ?? "neither";

    internal static IEnumerable<string> ChooseAsks(bool condition, KnownInputs known)
    {
        var wanted = condition ? "yes" : "no";
        return known.Has(wanted) ? [] : [wanted];
    }

    /// <summary>Wants a second one only if the first says so.</summary>
    [Node("Chain", Ask = nameof(ChainAsks))]
    public static string Chain([Lazy] string? first = null, [Lazy] string? second = null) => second is null ? $"{first}" : $"{first}, {second}";

    internal static IEnumerable<string> ChainAsks(string? first, KnownInputs known)
        => !known.Has("first") ? ["first"] : first == "more" && !known.Has("second") ? ["second"] : [];

    /// <summary>Asks for what it does not have.</summary>
    [Node("AskForMoon", Ask = nameof(MoonAsks))]
    public static string AskForMoon([Lazy] string? text) => text ?? "";

    internal static IEnumerable<string> MoonAsks() => ["moon"];

    /// <summary>Throws when it is asked.</summary>
    [Node("AskAndThrow", Ask = nameof(ThrowAsks))]
    public static string AskAndThrow([Lazy] string? text) => text ?? "";

    internal static IEnumerable<string> ThrowAsks() => throw new InvalidOperationException("do not ask");
}
