using System.Runtime.InteropServices;

namespace MySpinBot.Checkpoints.Views;

/// <summary>Numbers of any type as 32-bit floats.</summary>
internal static class Floats
{
    private static readonly float[] E4M3 = Table(exponentBits: 4, bias: 7, hasInfinity: false);
    private static readonly float[] E5M2 = Table(exponentBits: 5, bias: 15, hasInfinity: true);

    /// <summary>Widens from the first number to the last, so that <paramref name="raw"/> may be the end of <paramref name="floats"/>.</summary>
    public static void Widen(TensorType type, ReadOnlySpan<byte> raw, Span<float> floats)
    {
        switch (type)
        {
            case TensorType.Float32: MemoryMarshal.Cast<byte, float>(raw).CopyTo(floats); break;
            case TensorType.Float64: Each<double>(raw, floats, number => (float)number); break;
            case TensorType.Float16: Each<Half>(raw, floats, number => (float)number); break;
            case TensorType.BFloat16: Each<ushort>(raw, floats, number => BitConverter.UInt32BitsToSingle((uint)number << 16)); break;
            case TensorType.Float8E4M3: Each<byte>(raw, floats, number => E4M3[number]); break;
            case TensorType.Float8E5M2: Each<byte>(raw, floats, number => E5M2[number]); break;
            case TensorType.Int64: Each<long>(raw, floats, number => number); break;
            case TensorType.Int32: Each<int>(raw, floats, number => number); break;
            case TensorType.Int16: Each<short>(raw, floats, number => number); break;
            case TensorType.Int8: Each<sbyte>(raw, floats, number => number); break;
            case TensorType.UInt64: Each<ulong>(raw, floats, number => number); break;
            case TensorType.UInt32: Each<uint>(raw, floats, number => number); break;
            case TensorType.UInt16: Each<ushort>(raw, floats, number => number); break;
            case TensorType.UInt8: Each<byte>(raw, floats, number => number); break;
            case TensorType.Bool: Each<byte>(raw, floats, number => number == 0 ? 0 : 1); break;
            default: throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    private static void Each<T>(ReadOnlySpan<byte> raw, Span<float> floats, Func<T, float> widen)
        where T : unmanaged
    {
        var numbers = MemoryMarshal.Cast<byte, T>(raw);
        for (var i = 0; i < floats.Length; i++)
        {
            floats[i] = widen(numbers[i]);
        }
    }

    // arXiv:2209.05433, table 1: E4M3 has no infinities, and one pattern of each sign that is no number.
    private static float[] Table(int exponentBits, int bias, bool hasInfinity)
    {
        var table = new float[256];
        var mantissaBits = 7 - exponentBits;
        var (highest, one) = ((1 << exponentBits) - 1, 1 << mantissaBits);
        for (var bits = 0; bits < 256; bits++)
        {
            var (exponent, mantissa) = ((bits >> mantissaBits) & highest, bits & (one - 1));
            var size = exponent == highest && hasInfinity ? mantissa == 0 ? float.PositiveInfinity : float.NaN
                : exponent == highest && mantissa == one - 1 ? float.NaN
                : exponent == 0 ? MathF.ScaleB(mantissa, 1 - bias - mantissaBits)
                : MathF.ScaleB(one + mantissa, exponent - bias - mantissaBits);
            table[bits] = (bits & 0x80) == 0 ? size : -size;
        }

        return table;
    }
}
