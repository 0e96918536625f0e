using System.Collections.Immutable;
using MySpinBot.Checkpoints.Files;
using MySpinBot.Checkpoints.Onnx;

namespace MySpinBot.Checkpoints;

/// <summary>What an ONNX file says (onnx/onnx.proto): its graph as plain records, with the place of its numbers instead of the numbers. Everything is bounded; nothing is run.</summary>
public sealed record OnnxFile
{
    /// <summary>Version of the format.</summary>
    public long IrVersion { get; internal init; }

    /// <summary>Program that wrote it: <c>pytorch</c>.</summary>
    public string Producer { get; internal init; } = "";

    /// <summary>That program's version.</summary>
    public string ProducerVersion { get; internal init; } = "";

    /// <summary>Versions of the operator sets by domain; ONNX's own is <c>""</c>.</summary>
    public required IReadOnlyDictionary<string, long> Opsets { get; init; }

    /// <summary>Texts that its author wrote into it.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>The graph.</summary>
    public required OnnxFileGraph Graph { get; init; }

    /// <summary>How many functions of its own it defines.</summary>
    public int Functions { get; internal init; }

    /// <summary>Reads the outline of a file.</summary>
    /// <exception cref="CheckpointException">It is no ONNX model, or is damaged.</exception>
    public static OnnxFile Read(string path)
    {
        using var file = CheckpointFile.Open(path);
        return OnnxReader.Read(file);
    }
}

/// <summary>A graph, or one within a node (a branch of <c>If</c>, the body of <c>Loop</c>).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Inputs">What it takes; older files name the initializers here too.</param>
/// <param name="Outputs">What it gives.</param>
/// <param name="Values">What is said of values between.</param>
/// <param name="Initializers">Its constant tensors.</param>
/// <param name="Nodes">Its nodes, each behind those that it needs.</param>
public sealed record OnnxFileGraph(
    string Name,
    ImmutableArray<OnnxFileValue> Inputs,
    ImmutableArray<OnnxFileValue> Outputs,
    ImmutableArray<OnnxFileValue> Values,
    ImmutableArray<OnnxFileTensor> Initializers,
    ImmutableArray<OnnxFileNode> Nodes);

/// <summary>What is said of a value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its numbers are; null where it is no tensor, or of a type that is not read.</param>
/// <param name="Shape">Its dimensions; default where nothing is said of them.</param>
public sealed record OnnxFileValue(string Name, TensorType? Type, ImmutableArray<OnnxFileDim> Shape);

/// <summary>A dimension: a number, or a name for one that is known when the model runs (<c>batch</c>), or neither.</summary>
/// <param name="Size">The number.</param>
/// <param name="Name">The name.</param>
public sealed record OnnxFileDim(long? Size, string? Name)
{
    /// <summary>As people write it.</summary>
    public override string ToString() => Size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Name ?? "?";
}

/// <summary>A constant tensor.</summary>
/// <param name="Name">Its name; empty where it is an attribute's.</param>
/// <param name="Type">What its numbers are; null for a type that is not read (texts, complex numbers, four bits).</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="External">Where its numbers lie in a file beside; null where they are in this one.</param>
public sealed record OnnxFileTensor(string Name, TensorType? Type, ImmutableArray<long> Shape, OnnxExternalData? External)
{
    /// <summary>Its numbers, little-endian, where they are at most 1 KiB and in this file: those that decide shapes. Else empty.</summary>
    public ImmutableArray<byte> Few { get; init; } = [];

    internal TensorBytes? Bytes { get; init; }
}

/// <summary>A part of a file beside the model.</summary>
/// <param name="Location">Its path, relative to the model's folder.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">How many; null for as many as the tensor takes.</param>
public sealed record OnnxExternalData(string Location, long Offset, long? Length);

/// <summary>A node.</summary>
/// <param name="Operator">What it does: <c>Conv</c>.</param>
/// <param name="Domain">The operator set; ONNX's own is <c>""</c>.</param>
/// <param name="Name">Its name, mostly empty or a path.</param>
/// <param name="Inputs">Names of what it takes; an empty one is left out.</param>
/// <param name="Outputs">Names of what it gives.</param>
/// <param name="Attributes">Its settings.</param>
public sealed record OnnxFileNode(string Operator, string Domain, string Name, ImmutableArray<string> Inputs, ImmutableArray<string> Outputs, ImmutableArray<OnnxFileAttribute> Attributes);

/// <summary>A setting of a node: that of these which is not empty.</summary>
/// <param name="Name">Its name.</param>
public sealed record OnnxFileAttribute(string Name)
{
    /// <summary>A whole number.</summary>
    public long? Whole { get; init; }

    /// <summary>A float.</summary>
    public float? Real { get; init; }

    /// <summary>A text; one of more than 64 KiB is left out.</summary>
    public string? Text { get; init; }

    /// <summary>Whole numbers.</summary>
    public ImmutableArray<long> Wholes { get; init; } = [];

    /// <summary>Floats.</summary>
    public ImmutableArray<float> Reals { get; init; } = [];

    /// <summary>Texts.</summary>
    public ImmutableArray<string> Texts { get; init; } = [];

    /// <summary>A tensor.</summary>
    public OnnxFileTensor? Tensor { get; init; }

    /// <summary>Graphs within.</summary>
    public ImmutableArray<OnnxFileGraph> Graphs { get; init; } = [];
}
