using System.Collections.Immutable;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>A model as an ONNX graph, immutable: operators in an order in which they can run, weights by reference to the checkpoint that holds them.</summary>
public sealed partial record OnnxGraph
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>What a run brings.</summary>
    public required ImmutableArray<GraphValue> Inputs { get; init; }

    /// <summary>What a run gives.</summary>
    public required ImmutableArray<GraphValue> Outputs { get; init; }

    /// <summary>The operators.</summary>
    public required ImmutableArray<OnnxNode> Nodes { get; init; }

    /// <summary>Weights and constants.</summary>
    public required ImmutableArray<OnnxInitializer> Initializers { get; init; }

    /// <summary>Every value whose shape is known, by name: inputs, initializers, what operators give. What shapes and memory are computed from.</summary>
    public required ImmutableDictionary<string, GraphValue> Values { get; init; }

    /// <summary>Version of the standard operators.</summary>
    public int Opset { get; init; } = 21;
}

/// <summary>An operator.</summary>
/// <param name="OpType">The operator's name: <c>Conv</c>.</param>
/// <param name="Name">Name of this use of it: <c>body.0.conv1</c>.</param>
/// <param name="Inputs">Names of what it takes; an empty name leaves an optional one out.</param>
/// <param name="Outputs">Names of what it gives.</param>
/// <param name="Attributes">Its settings: long, float, string, ImmutableArray of long or float, or an OnnxInitializer.</param>
/// <param name="Domain">Empty for ONNX's own operators, <c>com.microsoft</c> for ONNX Runtime's.</param>
public sealed record OnnxNode(
    string OpType, string Name, ImmutableArray<string> Inputs, ImmutableArray<string> Outputs, ImmutableDictionary<string, object> Attributes, string Domain = "");

/// <summary>A weight or a constant.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Type">What its numbers are.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Source">The checkpoint that holds its numbers; null where they are in <paramref name="Bytes"/>.</param>
/// <param name="Entry">Which tensor of the checkpoint.</param>
/// <param name="Bytes">Its numbers, little-endian, where it is a constant of the graph.</param>
public sealed record OnnxInitializer(
    string Name, TensorType Type, ImmutableArray<long> Shape, ITensors? Source, TensorEntry? Entry, ImmutableArray<byte> Bytes)
{
    /// <summary>How many bytes its numbers take.</summary>
    public long ByteCount => checked(Shape.Aggregate(1L, (count, size) => checked(count * size)) * Type.Size());

    /// <summary>Reads its numbers, little-endian, contiguous, row-major.</summary>
    /// <param name="destination">Exactly <see cref="ByteCount"/> bytes.</param>
    /// <exception cref="CheckpointException">The file cannot be read.</exception>
    public void Read(Span<byte> destination)
    {
        if (Source is not null && Entry is not null)
        {
            Source.Read(Entry, destination);
            return;
        }

        Bytes.AsSpan().CopyTo(destination);
    }

    /// <summary>Where its numbers lie in memory without a copy, if a checkpoint holds them so; until that is disposed.</summary>
    public bool TryMap(out nint address)
    {
        address = 0;
        return Source is not null && Entry is not null && Source.TryMap(Entry, out address);
    }

    internal byte[] ReadBytes()
    {
        var bytes = new byte[ByteCount];
        Read(bytes);
        return bytes;
    }
}
