using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace MySpinBot.Nodes.Basics.Flow;

/// <summary>What the loops that run while a condition holds unfold into.</summary>
public static class WhileStepNodes
{
    /// <summary>Gives the state of a loop if its condition no longer holds; else does one more round and asks again. The nodes While and WhileLoopClose make it.</summary>
    /// <param name="condition">Whether to go on.</param>
    /// <param name="program">One round, as data.</param>
    /// <param name="iteration">Rounds that were done.</param>
    /// <param name="maxIterations">The most rounds; a loop that wants more fails.</param>
    /// <param name="values">The state, <c>state0</c> to <c>state4</c>, and values that stay the same, <c>kept_name</c>.</param>
    /// <returns>value0: The first value of the last round; value1: The second value of the last round; value2: The third value of the last round; value3: The fourth value of the last round; value4: The fifth value of the last round; iterations: How many rounds there were.</returns>
    [Node("WhileStep", Category = "basics/flow/made", Search = "loop")]
    public static Outcome<(object Value0, object Value1, object Value2, object Value3, object Value4, long Iterations)> Step(
        bool condition, JsonElement program, [Range(0, Limits.ListLength)] long iteration = 0, [Range(1, Limits.ListLength)] long maxIterations = 100, ExtraInputs? values = null)
    {
        var given = values ?? ExtraInputs.None;
        if (!condition)
        {
            return (State(given, 0), State(given, 1), State(given, 2), State(given, 3), State(given, 4), iteration);
        }

        if (iteration >= maxIterations)
        {
            throw Failures.At("max_iterations", $"The loop did {iteration} rounds and its condition still holds; 'max_iterations' allows no more. Raise it, or see that the condition comes to an end.");
        }

        var round = LoopProgram.Read(program);
        var fragment = new GraphFragment();
        var variables = Variables.AddTo(fragment, "", [("index", iteration), .. given.Select(value => (value.Key, value.Value))], Everything(round, given));
        var results = round.Body.CopyTo(fragment, "b_", variables);
        var next = Next(fragment, program, iteration + 1, maxIterations,
            [("condition", results[0]), .. round.Next(results), .. variables.Where(variable => IsKept(variable.Key)).Select(variable => (variable.Key, (object?)variable.Value))]);
        return new Expansion(fragment, Outputs(next));
    }

    /// <summary>Adds the step that a loop goes on with.</summary>
    internal static FragmentNode Next(GraphFragment fragment, JsonElement program, long iteration, long maxIterations, IEnumerable<(string Name, object? Value)> inputs)
        => fragment.Add("step", "WhileStep", [("program", program), ("iteration", iteration), ("max_iterations", maxIterations), .. inputs]);

    /// <summary>All outputs of a step.</summary>
    internal static object?[] Outputs(FragmentNode step) => [.. Enumerable.Range(0, LoopProgram.States + 1).Select(step.Output)];

    // What stays the same is handed on even where this round does not look at it.
    private static IEnumerable<BodyLink> Everything(LoopProgram round, ExtraInputs given)
        => round.Body.Links.Concat(given.Keys.Where(IsKept).Select(name => new BodyLink(name, 0)));

    private static bool IsKept(string name) => name.StartsWith("kept_", StringComparison.Ordinal);

    /// <summary>A state; one that the loop does not have blocks what hangs on it.</summary>
    private static object State(ExtraInputs given, int number)
        => given.TryGetValue(LoopProgram.State(number), out var value) && value is not null ? value : new Blocked($"The loop has no value {number}.");
}
