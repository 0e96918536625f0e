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

    /// <summary>How many numbers it has.</summary>
    public Dim Count => Product(Shape);

    /// <summary>How many bytes they take, one after the other.</summary>
    public Dim ByteCount => Count * Type.Size();

    /// <summary>Its name, type and shape: <c>body.0.Conv Float32[n, 64, h, w]</c>.</summary>
    public override string ToString() => $"{Name} {Type}{Text(Shape)}";

    internal static Dim Product(ImmutableArray<Dim> shape)
    {
        Dim product = 1;
        foreach (var dim in shape)
        {
            product *= dim;
        }

        return product;
    }

    internal static string Text(ImmutableArray<Dim> shape) => $"[{string.Join(", ", shape)}]";
}
