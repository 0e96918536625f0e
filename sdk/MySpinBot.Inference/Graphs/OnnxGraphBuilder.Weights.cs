using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <content>Weights of checkpoints, and constants.</content>
public sealed partial class OnnxGraphBuilder
{
    private readonly Dictionary<(ITensors Tensors, string Name), GraphValue> _weights = [];
    private readonly Dictionary<string, GraphValue> _constants = new(StringComparer.Ordinal);

    /// <summary>A weight of a checkpoint, in the computing type. Its numbers stay in the file until a session is made. A file's other floating-point type stays as it is and is
    /// cast in the graph, which the runtime does once, when it loads: so it can be taken from the mapped file. Whole numbers stay whole numbers.</summary>
    /// <exception cref="CheckpointException">There is no tensor of this name; the sentence names those that are most alike.</exception>
    public GraphValue Weight(ITensors tensors, string name)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (_weights.TryGetValue((tensors, name), out var known))
        {
            return known;
        }

        var entry = tensors.Get(name);
        var stored = Initial(new(Unique(name), entry.Type, entry.Shape, tensors, entry, []));
        return _weights[(tensors, name)] = entry.Type.IsFloat() ? Cast(stored, Compute) : stored;
    }

    /// <summary>A weight that a checkpoint may have: a bias. Null where it has none of this name.</summary>
    public GraphValue? WeightOrNone(ITensors tensors, string name)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return tensors.TryGet(name, out _) ? Weight(tensors, name) : null;
    }

    /// <summary>One number, of the computing type or of another.</summary>
    public GraphValue Constant(double number, TensorType? type = null) => Constant([number], type ?? Compute, []);

    /// <summary>Numbers that are part of the graph, in the computing type.</summary>
    /// <param name="numbers">The numbers, row-major.</param>
    /// <param name="shape">Their dimensions.</param>
    public GraphValue Constant(ReadOnlySpan<float> numbers, params ReadOnlySpan<long> shape) => Constant(Compute, numbers, shape);

    /// <summary>Numbers that are part of the graph, in a type of their own: frequencies that half precision would spoil.</summary>
    /// <param name="type">The type.</param>
    /// <param name="numbers">The numbers, row-major.</param>
    /// <param name="shape">Their dimensions.</param>
    public GraphValue Constant(TensorType type, ReadOnlySpan<float> numbers, params ReadOnlySpan<long> shape)
    {
        var wide = new double[numbers.Length];
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = numbers[i];
        }

        return Constant(wide, type, [.. shape]);
    }

    /// <summary>Whole numbers that are part of the graph: indices, sizes.</summary>
    public GraphValue Constant(ReadOnlySpan<long> numbers) => Constant([.. numbers], [numbers.Length]);

    private GraphValue Constant(long[] numbers, ImmutableArray<long> shape) => Constant(TensorType.Int64, shape, MemoryMarshal.AsBytes(numbers.AsSpan()));

    private GraphValue Constant(ReadOnlySpan<double> numbers, TensorType type, ImmutableArray<long> shape)
    {
        var bytes = new byte[numbers.Length * type.Size()];
        for (var i = 0; i < numbers.Length; i++)
        {
            var at = bytes.AsSpan(i * type.Size());
            switch (type)
            {
                case TensorType.Float32: BinaryPrimitives.WriteSingleLittleEndian(at, (float)numbers[i]); break;
                case TensorType.Float64: BinaryPrimitives.WriteDoubleLittleEndian(at, numbers[i]); break;
                case TensorType.Float16: BinaryPrimitives.WriteHalfLittleEndian(at, (Half)numbers[i]); break;
                case TensorType.BFloat16: BinaryPrimitives.WriteUInt16LittleEndian(at, Upper((float)numbers[i])); break;
                case TensorType.Int64: BinaryPrimitives.WriteInt64LittleEndian(at, (long)numbers[i]); break;
                case TensorType.Int32: BinaryPrimitives.WriteInt32LittleEndian(at, (int)numbers[i]); break;
                default: throw new ArgumentException($"Constants of the type {type} are not made here.", nameof(type));
            }
        }

        return Constant(type, shape, bytes);
    }

    // The upper half of a float, rounded to the nearest, ties to even.
    private static ushort Upper(float number)
    {
        var bits = BitConverter.SingleToUInt32Bits(number);
        return float.IsNaN(number) ? (ushort)0x7fc0 : (ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }

    // Equal constants are one: a graph of a thousand nodes has the same shape and the same half many times.
    private GraphValue Constant(TensorType type, ImmutableArray<long> shape, ReadOnlySpan<byte> bytes)
    {
        var count = shape.Aggregate(1L, (product, size) => checked(product * size));
        if (count * type.Size() != bytes.Length)
        {
            throw new ArgumentException($"{bytes.Length / type.Size()} numbers do not fill [{string.Join(", ", shape)}].");
        }

        var key = bytes.Length <= 64 ? $"{type}[{string.Join(",", shape)}]{Convert.ToHexString(bytes)}" : null;
        if (key is not null && _constants.TryGetValue(key, out var known))
        {
            return known;
        }

        var constant = Initial(new(Unique($"constant.{_initializers.Count}"), type, shape, null, null, [.. bytes]));
        return key is null ? constant : _constants[key] = constant;
    }

    private GraphValue Initial(OnnxInitializer initializer)
    {
        _initializers.Add(initializer);
        return Know(initializer.Name, initializer.Source is null ? KnownValues.Of(initializer) : new(initializer.Type, [.. initializer.Shape.Select(size => (Dim)size)]));
    }
}
