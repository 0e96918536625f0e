using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace MySpinBot.Nodes.Basics.Flow;

/// <summary>Loops that run while a condition holds.</summary>
public static class WhileNodes
{
    /// <summary>Runs a body again and again while a condition holds of what the last round came to. The condition is asked before each round, so there may be none.</summary>
    /// <param name="initial">What the first round is given.</param>
    /// <param name="condition">Whether to go on: a node, <c>{"class_type": "Compare", "inputs": {"a": ["carry", 0], "b": 100, "relation": "&lt;"}}</c>, or several,
    /// <c>{"nodes": {…}, "result": ["id", 0]}</c>. It may link to <c>carry</c>, and further inputs by name.</param>
    /// <param name="body">What to do: likewise. It may link to <c>carry</c>, <c>index</c>, and further inputs by name.</param>
    /// <param name="maxIterations">The most rounds; a loop that wants more fails.</param>
    /// <param name="values">Further inputs, for condition and body to link to.</param>
    /// <returns>result: What the last round came to; iterations: How many rounds there were.</returns>
    [Node("While", Category = "basics/flow", Search = "loop, until, iterate, condition", Validate = nameof(Faults))]
    public static Outcome<(object Result, long Iterations)> Run(
        object initial, JsonElement condition, JsonElement body, [Range(1, Limits.ListLength)] long maxIterations = 100, ExtraInputs? values = null)
    {
        var given = values ?? ExtraInputs.None;
        var names = Variables.Names(given, "carry");
        var (asks, does) = (LoopBody.Read(condition, "condition", names), LoopBody.Read(body, "body", [.. names, "index"]));
        var program = Program(asks, does);

        var fragment = new GraphFragment();
        var variables = Variables.AddTo(fragment, "", [("carry", initial), .. given.Select(value => (value.Key, value.Value))], [new BodyLink("carry", 0), .. asks.Links, .. does.Links]);
        var goesOn = asks.CopyTo(fragment, "c_", variables)[0];
        var step = WhileStepNodes.Next(fragment, program.ToJson(), 0, maxIterations,
            [("condition", goesOn), ("state0", variables["carry"]), .. variables.Where(variable => variable.Key != "carry").Select(variable => ("kept_" + variable.Key, (object?)variable.Value))]);
        return new Expansion(fragment, step.Output(0), step.Output(LoopProgram.States));
    }

    /// <summary>What is wrong with a condition and a body that stand in the graph.</summary>
    public static IEnumerable<InputFault> Faults(JsonElement? condition, JsonElement? body) => [.. LoopBody.Faults(condition, "condition"), .. LoopBody.Faults(body, "body")];

    /// <summary>A round: the body, and the condition asked of what it comes to.</summary>
    private static LoopProgram Program(LoopBody asks, LoopBody does)
    {
        var carry = Renamed(does.Results[0], "b_", does, null);
        var nodes = does.Nodes.Select(node => Renamed(node, "b_", does, null)).Concat(asks.Nodes.Select(node => Renamed(node, "c_", asks, carry))).ToList();
        return LoopProgram.Of(nodes, Renamed(asks.Results[0], "c_", asks, carry), [(0, carry)]);
    }

    private static BodyNode Renamed(BodyNode node, string prefix, LoopBody body, BodyLink? carry) => node with
    {
        Id = prefix + node.Id,
        Inputs = [.. node.Inputs.Select(input => (input.Name, input.Value is BodyLink link ? Renamed(link, prefix, body, carry) : input.Value))],
    };

    private static BodyLink Renamed(BodyLink link, string prefix, LoopBody body, BodyLink? carry)
        => body.Nodes.Any(node => node.Id == link.Source) ? link with { Source = prefix + link.Source }
            : link.Source == "carry" ? carry ?? new BodyLink("state0", 0)
            : link.Source == "index" ? link
            : link with { Source = "kept_" + link.Source };
}
