using System.Collections.Immutable;

namespace MySpinBot.Checkpoints;

/// <summary>A tensor that a file holds: what it is, not its numbers.</summary>
/// <param name="Name">Its name in the state dict.</param>
/// <param name="Type">What its numbers are.</param>
/// <param name="Shape">Its dimensions, outermost first; empty for a single number.</param>
public sealed record TensorEntry(string Name, TensorType Type, ImmutableArray<long> Shape)
{
    /// <summary>How many numbers it has.</summary>
    public long Count => Shape.Aggregate(1L, (count, size) => checked(count * size));

    /// <summary>How many bytes they take, one after the other.</summary>
    public long ByteCount => checked(Count * Type.Size());
}
