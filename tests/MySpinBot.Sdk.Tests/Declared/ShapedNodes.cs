namespace MySpinBot.Sdk.Tests.Declared;

/// <summary>Nodes whose results come in every shape.</summary>
public static class ShapedNodes
{
    /// <summary>Several outputs as a tuple.</summary>
    /// <param name="number">A number.</param>
    /// <returns>half: Its half: rounded down; that is all; AsFloat: The same, as
    /// a float; text: Always <c>n</c>.</returns>
    [Node("TupleOut", Category = "test/shape")]
    public static (int Half, float AsFloat, ulong? Nothing, string Text) Tuple(int number) => (number / 2, number, null, "n");

    /// <summary>Several outputs as a record, made later.</summary>
    /// <param name="text">A text.</param>
    /// <param name="cancellation">Ends the wait.</param>
    [Node("RecordOut", Category = "test/shape", Lane = Lane.Async)]
    public static async Task<Counted> Record(string text, CancellationToken cancellation)
    {
        await Task.Delay(1, cancellation);
        return new Counted(text.Length, text.ToUpperInvariant()) { Letters = [.. text.Select(letter => letter.ToString())] };
    }

    /// <summary>Forgets its outputs.</summary>
    [Node("NullRecord", Category = "test/shape")]
    public static Counted Forgetful() => null!;

    /// <summary>A record struct with a value task.</summary>
    [Node("StructOut", Category = "test/shape")]
    public static ValueTask<Size> Struct() => new(new Size(3, 4));

    /// <summary>A list out of a list.</summary>
    /// <param name="numbers">Numbers.</param>
    /// <param name="more">More of them.</param>
    [Node("Doubles", Category = "test/shape")]
    public static IReadOnlyList<int> Doubles(IReadOnlyList<int> numbers, IReadOnlyList<string>? more = null) => [.. numbers.Select(number => number * 2), more?.Count ?? -1];

    /// <summary>Nothing, at once.</summary>
    [Node("NothingNow", Category = "test/shape")]
    public static void Nothing()
    {
    }

    /// <summary>Nothing, later.</summary>
    /// <param name="context">Progress.</param>
    [Node("NothingLater", Category = "test/shape")]
    public static async Task Later(NodeContext context)
    {
        await Task.Yield();
        context.Progress(1, 2, "steps");
    }

    /// <summary>May expand or block.</summary>
    /// <param name="how">What to do.</param>
    [Node("Expander", Category = "test/shape")]
    public static Outcome<(string Text, int Number)> Expand(string how)
    {
        var fragment = new GraphFragment();
        return how switch
        {
            "expand" => new Expansion(fragment, fragment.Add("a", "TupleOut", ("number", 4L)).Output(3), 5L),
            "block" => new Blocked("not today"),
            _ => ("plain", 1),
        };
    }

    /// <summary>May expand later, into a list.</summary>
    /// <param name="block">Whether to block.</param>
    /// <param name="extra">What else is linked.</param>
    [Node("LaterExpander", Category = "test/shape")]
    public static async ValueTask<Outcome<IReadOnlyList<object?>>> ExpandLater(bool block, ExtraInputs extra)
    {
        await Task.Yield();
        return block ? new Blocked() : Outcome.Of<IReadOnlyList<object?>>([.. extra.Values]);
    }

    /// <summary>May expand into anything.</summary>
    /// <param name="value">A value.</param>
    [Node("AnyExpander", Category = "test/shape")]
    public static Outcome<object?> ExpandAny(object? value)
    {
        return value is null ? new Expansion(new GraphFragment(), new RawLink("a", 0)) : Outcome.Of<object?>(value);
    }

    /// <summary>Knows where it stands.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="document">The document.</param>
    [Node("Placed", Category = "test/shape")]
    public static string Placed([Hidden(HiddenValue.NodeId)] string? id, [Hidden(HiddenValue.Document)] System.Text.Json.JsonElement? document) => $"{id} {document}";
}

/// <summary>A count and a text.</summary>
/// <param name="CountOf">How many.</param>
/// <param name="Shouted">The text in capitals.</param>
public sealed record Counted([property: Output(Name = "COUNT")] int CountOf, string Shouted)
{
    /// <summary>Each letter.</summary>
    public IReadOnlyList<string> Letters { get; init; } = [];
}

/// <summary>A size.</summary>
public readonly record struct Size([Output(Name = "w")] int Width, int Height);
