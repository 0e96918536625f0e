using System.Collections.Immutable;
using MySpinBot.Checkpoints.Files;
using MySpinBot.Checkpoints.Gguf;

namespace MySpinBot.Checkpoints;

/// <summary>The head of a GGUF file (github.com/ggml-org/ggml, docs/gguf.md): its values, and what its tensors are and where they lie, quantised ones too.</summary>
public sealed record GgufFile
{
    /// <summary>2 or 3.</summary>
    public uint Version { get; internal init; }

    /// <summary>What stands at its head, in its order: <c>general.architecture</c>, …</summary>
    public required IReadOnlyDictionary<string, GgufValue> Values { get; init; }

    /// <summary>Its tensors.</summary>
    public required ImmutableArray<GgufTensor> Tensors { get; init; }

    /// <summary>Where in the file the tensors begin.</summary>
    public long DataAt { get; internal init; }

    /// <summary>Reads the head of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lists">Names of lists that are kept however long they are: <see cref="GgufValue.Texts"/>, <see cref="GgufValue.Numbers"/>.</param>
    /// <exception cref="CheckpointException">It is no GGUF file, or is damaged.</exception>
    public static GgufFile Read(string path, params IReadOnlyCollection<string> lists)
    {
        using var file = CheckpointFile.Open(path);
        return GgufReader.Read(file, lists);
    }
}

/// <summary>A value at the head of a GGUF file.</summary>
/// <param name="Value">A <see cref="bool"/>, <see cref="long"/>, <see cref="ulong"/>, <see cref="double"/> or <see cref="string"/>; null for a list, and for a text of more than 64 KiB.</param>
/// <param name="Count">How many a list has; 1 for a single value.</param>
public sealed record GgufValue(object? Value, long Count = 1)
{
    /// <summary>What a list holds: <see cref="string"/>, <see cref="double"/> for floats, <see cref="bool"/>, <see cref="long"/> for whole numbers; null for a single value.</summary>
    public Type? ListOf { get; init; }

    /// <summary>Bytes of the number, or of each of a list; 0 for texts.</summary>
    public int NumberBytes { get; init; }

    /// <summary>The texts of a list that was asked for, as bytes: vocabularies hold parts of characters; empty otherwise.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Texts { get; init; } = [];

    /// <summary>The numbers of a short list (<see cref="LongestList"/> at most), or of one that was asked for; empty otherwise.</summary>
    public ImmutableArray<double> Numbers { get; init; } = [];

    /// <summary>Lists up to this long are kept: what models say of each of their layers.</summary>
    public const int LongestList = 1024;

    /// <summary>For people; empty for a list.</summary>
    public override string ToString() => Convert.ToString(Value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
}

/// <summary>A tensor of a GGUF file.</summary>
/// <param name="Name">Its name: <c>blk.0.attn_q.weight</c>.</param>
/// <param name="TypeName">What its numbers are, as llama.cpp calls it: <c>Q4_K</c>.</param>
/// <param name="Type">The same, where they lie there one by one; null for quantised ones, and for those that are not known.</param>
/// <param name="Shape">Its dimensions, outermost first (the file has them the other way round).</param>
/// <param name="Offset">Its first byte, from <see cref="GgufFile.DataAt"/>.</param>
/// <param name="Bytes">How many it takes; null where its type is not known.</param>
public sealed record GgufTensor(string Name, string TypeName, TensorType? Type, ImmutableArray<long> Shape, long Offset, long? Bytes)
{
    /// <summary>How many numbers it has.</summary>
    public long Count => Shape.Aggregate(1L, (count, size) => checked(count * size));
}
