using System.Buffers.Binary;
using System.Collections.Immutable;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>What initializers tell about themselves: the numbers of small ones decide shapes.</summary>
internal static class KnownValues
{
    // Shapes, axes, pads, scales: nothing that decides a shape is longer.
    private const int Few = 64;

    public static KnownValue Of(OnnxInitializer initializer)
    {
        var shape = initializer.Shape.Select(size => (Dim)size).ToImmutableArray();
        return initializer.Type switch
        {
            TensorType.Int64 or TensorType.Int32 when Small(initializer, out var bytes) => new(initializer.Type, shape, Whole: [.. Wholes(bytes, initializer.Type).Select(number => (Dim)number)]),
            TensorType.Float32 when Small(initializer, out var bytes) => new(initializer.Type, shape, Floats: Numbers(bytes)),
            _ => new(initializer.Type, shape),
        };
    }

    private static bool Small(OnnxInitializer initializer, out byte[] bytes)
    {
        bytes = [];
        if (initializer.Shape.Aggregate(1L, (count, size) => count * size) > Few)
        {
            return false;
        }

        // A file that is only looked at may leave them out.
        if (initializer.Source is null && initializer.Bytes.Length < initializer.ByteCount)
        {
            return false;
        }

        bytes = initializer.ReadBytes();
        return true;
    }

    private static IEnumerable<long> Wholes(byte[] bytes, TensorType type)
    {
        for (var at = 0; at < bytes.Length; at += type.Size())
        {
            yield return type == TensorType.Int64 ? BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
        }
    }

    private static ImmutableArray<float> Numbers(byte[] bytes)
    {
        var numbers = ImmutableArray.CreateBuilder<float>(bytes.Length / 4);
        for (var at = 0; at < bytes.Length; at += 4)
        {
            numbers.Add(BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at)));
        }

        return numbers.MoveToImmutable();
    }
}
