using System.Runtime.InteropServices;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <summary>Numbers of tensors as floats.</summary>
internal static class FloatReading
{
    /// <summary>Converts little-endian numbers of a type; whole numbers too, as near as a float comes.</summary>
    internal static void Convert(ReadOnlySpan<byte> bytes, TensorType type, Span<float> floats)
    {
        switch (type)
        {
            case TensorType.Float32:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(floats);
                break;
            case TensorType.Float16:
                Each<Half>(bytes, floats, static half => (float)half);
                break;
            case TensorType.BFloat16:
                Each<ushort>(bytes, floats, static upper => BitConverter.UInt32BitsToSingle((uint)upper << 16));
                break;
            case TensorType.Float64:
                Each<double>(bytes, floats, static number => (float)number);
                break;
            case TensorType.Int64:
                Each<long>(bytes, floats, static number => number);
                break;
            case TensorType.Int32:
                Each<int>(bytes, floats, static number => number);
                break;
            case TensorType.Int16:
                Each<short>(bytes, floats, static number => number);
                break;
            case TensorType.Int8:
                Each<sbyte>(bytes, floats, static number => number);
                break;
            case TensorType.UInt64:
                Each<ulong>(bytes, floats, static number => number);
                break;
            case TensorType.UInt32:
                Each<uint>(bytes, floats, static number => number);
                break;
            case TensorType.UInt16:
                Each<ushort>(bytes, floats, static number => number);
                break;
            case TensorType.UInt8 or TensorType.Bool:
                Each<byte>(bytes, floats, static number => number);
                break;
            default:
                throw new InvalidOperationException($"A tensor of {type} has no numbers that go into or come out of a session.");
        }
    }

    private static void Each<T>(ReadOnlySpan<byte> bytes, Span<float> floats, Func<T, float> convert)
        where T : unmanaged
    {
        var numbers = MemoryMarshal.Cast<byte, T>(bytes);
        for (var i = 0; i < numbers.Length; i++)
        {
            floats[i] = convert(numbers[i]);
        }
    }
}
