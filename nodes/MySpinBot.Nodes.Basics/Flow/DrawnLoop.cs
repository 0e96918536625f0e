using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace MySpinBot.Nodes.Basics.Flow;

/// <summary>A loop that is drawn in the graph: the nodes between its two ends are its body.</summary>
public static class DrawnLoopNodes
{
    /// <summary>Begins a loop that is drawn: what hangs on its outputs, up to the WhileLoopClose that is linked to <c>loop</c>, is done in each round.</summary>
    /// <param name="value0">What the first round is given; later rounds are given what the end's input of the same name came to.</param>
    /// <param name="value1">Likewise.</param>
    /// <param name="value2">Likewise.</param>
    /// <param name="value3">Likewise.</param>
    /// <param name="value4">Likewise.</param>
    /// <returns>loop: To be linked to the WhileLoopClose; value0: The first value as this round begins; value1: The second value as this round begins; value2: The third value as this round begins; value3: The fourth value as this round begins; value4: The fifth value as this round begins; index: The number of the round, from 0.</returns>
    /// <remarks>A value that is not linked at the end stays the same in all rounds. <c>index</c> counts the rounds from 0.</remarks>
    [Node("WhileLoopOpen", Category = "basics/flow", Search = "loop, begin, for, iterate")]
    public static (string Loop, object Value0, object Value1, object Value2, object Value3, object Value4, long Index) Open(
        object? value0 = null, object? value1 = null, object? value2 = null, object? value3 = null, object? value4 = null)
        => ("loop", Given(value0, 0), Given(value1, 1), Given(value2, 2), Given(value3, 3), Given(value4, 4), 0);

    /// <summary>Ends a loop that is drawn: while the condition holds, what lies between is done again with the values that came here. The first round is always done.</summary>
    /// <param name="loop">The output <c>loop</c> of the loop's beginning.</param>
    /// <param name="condition">Whether to go on after a round.</param>
    /// <param name="value0">What the next round is given as <c>value0</c>, and in the end the result.</param>
    /// <param name="value1">Likewise.</param>
    /// <param name="value2">Likewise.</param>
    /// <param name="value3">Likewise.</param>
    /// <param name="value4">Likewise.</param>
    /// <param name="maxIterations">The most rounds; a loop that wants more fails.</param>
    /// <param name="prompt">The graph.</param>
    /// <returns>value0: The first value of the last round; value1: The second value of the last round; value2: The third value of the last round; value3: The fourth value of the last round; value4: The fifth value of the last round; iterations: How many rounds there were.</returns>
    [Node("WhileLoopClose", Category = "basics/flow", Search = "loop, end, for, iterate, condition")]
    public static Outcome<(object Value0, object Value1, object Value2, object Value3, object Value4, long Iterations)> Close(
        RawLink loop,
        RawLink condition,
        RawLink? value0 = null,
        RawLink? value1 = null,
        RawLink? value2 = null,
        RawLink? value3 = null,
        RawLink? value4 = null,
        [Range(1, Limits.ListLength)] long maxIterations = 100,
        [Hidden(HiddenValue.Prompt)] JsonElement prompt = default)
    {
        RawLink?[] values = [value0, value1, value2, value3, value4];
        var program = new LoopRegion(prompt, loop.NodeId, []).Program(condition, values);
        var fragment = new GraphFragment();

        // The first round is the region itself, as it stands in the graph.
        var states = values.Select((link, number) => (LoopProgram.State(number), (object?)link)).Where(state => state.Item2 is not null);
        var step = WhileStepNodes.Next(fragment, program.ToJson(), 1, maxIterations, [("condition", condition), .. states]);
        return new Expansion(fragment, WhileStepNodes.Outputs(step));
    }

    private static object Given(object? value, int number) => value ?? new Blocked($"Nothing is linked to 'value{number}' of the loop's beginning.");
}
