using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;

namespace MySpinBot.Nodes.Basics.Flow;

/// <summary>Loops whose number of rounds is known when they begin: they unfold into that many copies of their body at once.</summary>
public static class RoundNodes
{
    /// <summary>Runs a body once for each element of a list; the rounds are independent. (A node that is linked to a list runs once for each element by itself;
    /// this is for bodies of several nodes that come as data.)</summary>
    /// <param name="items">The list.</param>
    /// <param name="body">What to do: a node, <c>{"class_type": "StringTrim", "inputs": {"string": ["item", 0]}}</c>, or several,
    /// <c>{"nodes": {…}, "result": ["id", 0]}</c>. It may link to <c>item</c>, <c>index</c>, <c>count</c>, and further inputs by name.</param>
    /// <param name="values">Further inputs, for the body to link to.</param>
    /// <returns>What each round came to, in the order of the list.</returns>
    [Node("ForEach", Category = "basics/flow", Search = "loop, map, iterate", Validate = nameof(Faults))]
    [return: Output(Name = "results")]
    public static Outcome<IReadOnlyList<object>> ForEach([Input(SocketOnly = true)] IReadOnlyList<object> items, JsonElement body, ExtraInputs? values = null)
    {
        var given = values ?? ExtraInputs.None;
        var read = LoopBody.Read(body, "body", Variables.Names(given, "item", "index", "count"));
        var fragment = Unfolded(read, items.Count);
        var links = new List<(string, object?)>();
        for (var i = 0; i < items.Count; i++)
        {
            var round = Round(i);
            var variables = Variables.AddTo(fragment, round, [("item", items[i]), ("index", (long)i), ("count", (long)items.Count), .. Pairs(given)], read.Links);
            links.Add((string.Create(CultureInfo.InvariantCulture, $"input{i + 4}"), read.CopyTo(fragment, round, variables)[0]));
        }

        return items.Count == 0 ? Plain<IReadOnlyList<object>>([]) : new Expansion(fragment, fragment.Add("results", "CreateList", [.. links]).Output());
    }

    /// <summary>Runs a body once for each element of a list, one round after the other: each round is given what the one before came to.</summary>
    /// <param name="items">The list.</param>
    /// <param name="initial">What the first round is given.</param>
    /// <param name="body">What to do: a node, <c>{"class_type": "StringConcatenate", "inputs": {"string_a": ["carry", 0], "string_b": ["item", 0]}}</c>, or several,
    /// <c>{"nodes": {…}, "result": ["id", 0]}</c>. It may link to <c>carry</c>, <c>item</c>, <c>index</c>, <c>count</c>, and further inputs by name.</param>
    /// <param name="values">Further inputs, for the body to link to.</param>
    /// <returns>result: What the last round came to; steps: What each round came to.</returns>
    /// <remarks>Gives what the last round came to, and what each came to as a list.</remarks>
    [Node("Fold", Category = "basics/flow", Search = "loop, for each, accumulate, reduce, carry", Validate = nameof(Faults))]
    public static Outcome<(object Result, IReadOnlyList<object> Steps)> Fold(
        [Input(SocketOnly = true)] IReadOnlyList<object> items, object initial, JsonElement body, ExtraInputs? values = null)
        => Chain(items, initial, body, values ?? ExtraInputs.None, "item");

    /// <summary>Runs a body a number of times, one round after the other: each round is given what the one before came to.</summary>
    /// <param name="initial">What the first round is given.</param>
    /// <param name="times">How often.</param>
    /// <param name="body">What to do: a node, or several, <c>{"nodes": {…}, "result": ["id", 0]}</c>. It may link to <c>carry</c>, <c>index</c>, <c>count</c>,
    /// and further inputs by name.</param>
    /// <param name="values">Further inputs, for the body to link to.</param>
    /// <returns>result: What the last round came to; steps: What each round came to.</returns>
    /// <remarks>Gives what the last round came to, and what each came to as a list.</remarks>
    [Node("RepeatTimes", Category = "basics/flow", Search = "loop, for, iterate, times", Validate = nameof(Faults))]
    public static Outcome<(object Result, IReadOnlyList<object> Steps)> Repeat(
        object initial, [Range(0, Limits.ListLength)] int times, JsonElement body, ExtraInputs? values = null)
        => Chain(new object[times], initial, body, values ?? ExtraInputs.None, null);

    /// <summary>What is wrong with a body that stands in the graph.</summary>
    public static IEnumerable<InputFault> Faults(JsonElement? body) => LoopBody.Faults(body, "body");

    private static Outcome<(object Result, IReadOnlyList<object> Steps)> Chain(IReadOnlyList<object> items, object initial, JsonElement body, ExtraInputs values, string? item)
    {
        string[] own = item is null ? ["carry", "index", "count"] : ["carry", "index", "count", item];
        var read = LoopBody.Read(body, "body", Variables.Names(values, own));
        var fragment = Unfolded(read, items.Count);
        var (carry, steps) = ((object)initial, new List<(string, object?)>());
        for (var i = 0; i < items.Count; i++)
        {
            var round = Round(i);
            var variables = Variables.AddTo(fragment, round,
                [("carry", carry), ("index", (long)i), ("count", (long)items.Count), (item ?? "", items[i]), .. Pairs(values)], read.Links);
            carry = read.CopyTo(fragment, round, variables)[0];
            steps.Add((string.Create(CultureInfo.InvariantCulture, $"input{i + 4}"), carry));
        }

        return items.Count == 0 ? (initial, (IReadOnlyList<object>)[]) : new Expansion(fragment, carry, fragment.Add("steps", "CreateList", [.. steps]).Output());
    }

    private static GraphFragment Unfolded(LoopBody body, int rounds)
    {
        Limits.PromisedList((long)body.Nodes.Count * rounds, "body");
        return new GraphFragment();
    }

    private static string Round(int index) => string.Create(CultureInfo.InvariantCulture, $"r{index}_");

    private static IEnumerable<(string, object?)> Pairs(ExtraInputs values) => values.Select(value => (value.Key, value.Value));

    // C# has no conversion of its own from an interface.
    private static Outcome<T> Plain<T>(T value) => value;
}
