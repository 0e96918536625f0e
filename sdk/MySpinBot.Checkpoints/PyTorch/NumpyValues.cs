using System.Buffers.Binary;
using System.Collections.Immutable;
using MySpinBot.Checkpoints.Files;
using MySpinBot.Checkpoints.PyTorch.Pickling;
using MySpinBot.Checkpoints.Views;

namespace MySpinBot.Checkpoints.PyTorch;

/// <summary>A type of NumPy's numbers, such as <c>f4</c>: little-endian unless a state says otherwise.</summary>
internal sealed class NumpyType
{
    private bool _isBigEndian;

    private NumpyType(TensorType? type) => Type = type;

    /// <summary>What the numbers are; null where no tensor has them.</summary>
    public TensorType? Type { get; }

    /// <summary>Whether they are read.</summary>
    public bool IsPlain => Type is not null && !_isBigEndian;

    public static NumpyType? Of(object?[] arguments) => arguments is [string code, ..] ? new NumpyType(TypeOf(code.TrimStart('<', '=', '|'))) { _isBigEndian = code.StartsWith('>') } : null;

    // (version, byte order, …)
    public void Build(object? state)
    {
        if (state is object?[] { Length: >= 2 } parts && parts[1] is string order)
        {
            _isBigEndian = order == ">";
        }
    }

    /// <summary>One number; null where it is of a type that is not read.</summary>
    public object? Number(ReadOnlySpan<byte> bytes)
    {
        if (!IsPlain || bytes.Length != Type!.Value.Size())
        {
            return null;
        }

        return Type.Value switch
        {
            TensorType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            TensorType.Float32 => (double)BinaryPrimitives.ReadSingleLittleEndian(bytes),
            TensorType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
            TensorType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            TensorType.Int32 => (long)BinaryPrimitives.ReadInt32LittleEndian(bytes),
            TensorType.Bool => bytes[0] != 0,
            _ => null,
        };
    }

    private static TensorType? TypeOf(string code) => code switch
    {
        "f8" => TensorType.Float64, "f4" => TensorType.Float32, "f2" => TensorType.Float16, "i8" => TensorType.Int64, "i4" => TensorType.Int32, "i2" => TensorType.Int16, "i1" => TensorType.Int8,
        "u8" => TensorType.UInt64, "u4" => TensorType.UInt32, "u2" => TensorType.UInt16, "u1" => TensorType.UInt8, "b1" => TensorType.Bool, _ => null,
    };
}

/// <summary>An array of NumPy's, which lies in the pickle itself.</summary>
internal sealed class NumpyArray
{
    private PickledTensor? _tensor;

    // (version, shape, type, whether the first dimension is fastest, bytes); an array of objects has a list in place of the bytes.
    public void Build(object? state, Func<string, CheckpointException> fault)
    {
        if (state is not object?[] { Length: 5 } parts || parts[1] is not object?[] sides || parts[2] is not NumpyType type || parts[3] is not bool isFortran || parts[4] is not byte[] bytes || !type.IsPlain)
        {
            return;
        }

        var shape = ImmutableArray.CreateRange(sides.OfType<long>());
        if (shape.Length != sides.Length || !Extent.TryBytes(shape.AsSpan(), type.Type!.Value.Size(), out var length) || length != bytes.Length)
        {
            throw fault("holds an array of NumPy's whose shape does not fit its numbers.");
        }

        var storage = new PickledStorage("", type.Type, bytes.Length / type.Type.Value.Size()) { Bytes = new HeldBytes(bytes) };
        _tensor = new PickledTensor(storage, type.Type.Value, 0, shape, Strides(shape, isFortran));
    }

    /// <summary>As a tensor; null where its numbers are of a type that no tensor has.</summary>
    public PickledTensor? AsTensor() => _tensor;

    private static ImmutableArray<long> Strides(ImmutableArray<long> shape, bool isFortran)
    {
        var strides = new long[shape.Length];
        var stride = 1L;
        for (var i = 0; i < shape.Length; i++)
        {
            var axis = isFortran ? i : shape.Length - 1 - i;
            strides[axis] = stride;
            stride *= Math.Max(1, shape[axis]);
        }

        return [.. strides];
    }
}
