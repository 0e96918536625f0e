using System.Collections.Immutable;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>A tensor in a graph: what flows from one operator into others.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Type">What its numbers are.</param>
/// <param name="Shape">Its dimensions, outermost first.</param>
public sealed record GraphValue(string Name, TensorType Type, ImmutableArray<Dim> Shape)
{
    /// <summary>How many dimensions it has.</summary>
    public int Rank => Shape.Length;
}
