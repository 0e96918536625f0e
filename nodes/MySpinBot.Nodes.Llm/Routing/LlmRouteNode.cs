using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Branches that language models choose.</summary>
public static class LlmRouteNode
{
    private const int Places = 6;

    /// <summary>Has a language model choose one of several branches by a text. What leads to the others is not run.</summary>
    /// <remarks>It becomes two nodes: LlmChoose, which chooses a name, and SwitchByName, which makes that value and no other.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="text">What is looked at.</param>
    /// <param name="routes">Names of the branches, one a line, the first is that of <c>value0</c>; what follows a colon says when it is right: <c>weather: asks about rain, sun or wind</c>.</param>
    /// <param name="value0">What the first name leads to.</param>
    /// <param name="value1">What the second name leads to.</param>
    /// <param name="value2">What the third name leads to.</param>
    /// <param name="value3">What the fourth name leads to.</param>
    /// <param name="value4">What the fifth name leads to.</param>
    /// <param name="value5">What the sixth name leads to.</param>
    /// <param name="question">What is to be decided; empty for which name fits the text best.</param>
    /// <param name="seed">Another seed may be another choice, at a temperature above 0.</param>
    /// <param name="temperature">0 takes the likeliest name.</param>
    /// <param name="repeatable">Whether the same inputs give the same choice, computed by itself; else it is computed together with others.</param>
    /// <returns>value: What the branch came to; choice: The name that was chosen; index: Its place, from 0.</returns>
    [Node("LlmRoute", Title = "Route by language model", Category = "llm", Search = "llm,branch,router,switch,condition,langgraph,conditional edge", Validate = nameof(Faults))]
    public static Outcome<(object Value, string Choice, long Index)> Route(
        LanguageModel model,
        [Input(Multiline = true)] string text,
        [Input(Multiline = true)] string routes,
        RawLink? value0 = null,
        RawLink? value1 = null,
        RawLink? value2 = null,
        RawLink? value3 = null,
        RawLink? value4 = null,
        RawLink? value5 = null,
        [Input(Multiline = true)] string question = "",
        [Input(Seed = true)] long seed = 0,
        [Range(0.0, 5.0), Input(Step = 0.05)] double temperature = 0,
        [Input(Advanced = true)] bool repeatable = true)
    {
        var ways = Way.Read(routes, "routes", Places);
        RawLink?[] values = [value0, value1, value2, value3, value4, value5];
        for (var i = 0; i < ways.Count; i++)
        {
            if (values[i] is null)
            {
                throw Failures.At(Name(i), $"Nothing is linked to '{Name(i)}', which '{ways[i].Name}' leads to.");
            }
        }

        var fragment = new GraphFragment();
        var chosen = fragment.Add("choose", "LlmChoose", ("model", model), ("text", text), ("choices", routes), ("question", question), ("seed", seed), ("temperature", temperature), ("repeatable", repeatable));
        var taken = fragment.Add("take", "SwitchByName",
            [("name", chosen.Output()), ("names", string.Join('\n', ways.Select(way => way.Name))), .. ways.Select((_, i) => (Name(i), (object?)values[i]))]);
        return new Expansion(fragment, taken.Output(), chosen.Output(), chosen.Output(1));
    }

    internal static IEnumerable<InputFault> Faults(string? routes) => routes is null ? [] : InputFaults.Of(("routes", () => Way.Read(routes, "routes", Places)));

    private static string Name(int index) => "value" + index.ToString(CultureInfo.InvariantCulture);
}
