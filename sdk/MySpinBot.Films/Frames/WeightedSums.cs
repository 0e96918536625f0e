using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MySpinBot.Films;

/// <summary>Weighted sums in whole numbers: the same on every machine, whatever its registers. Weights count in 16384ths.</summary>
internal static class WeightedSums
{
    /// <summary>Bits of a weight: 16384 is one.</summary>
    public const int WeightBits = 14;

    /// <summary>The weight one.</summary>
    public const int One = 1 << WeightBits;

    /// <summary>Products of neighbours, added: a₀b₀ + a₁b₁, a₂b₂ + a₃b₃, …</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Pairs(Vector128<short> a, Vector128<short> b)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.MultiplyAddAdjacent(a, b);
        }

        var (left, right) = (a.AsInt32(), b.AsInt32());
        return (((left << 16) >> 16) * ((right << 16) >> 16)) + ((left >> 16) * (right >> 16));
    }

    /// <inheritdoc cref="Pairs(Vector128{short}, Vector128{short})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Pairs(Vector256<short> a, Vector256<short> b)
        => Avx2.IsSupported ? Avx2.MultiplyAddAdjacent(a, b) : Vector256.Create(Pairs(a.GetLower(), b.GetLower()), Pairs(a.GetUpper(), b.GetUpper()));

    /// <summary>Mixes 16 bytes of two rows: the sums of the even and those of the odd ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<int> Even, Vector256<int> Odd) Rows(ref byte first, ref byte second, nuint at, Vector256<short> weights)
    {
        var a = Widened(ref first, at);
        var b = Widened(ref second, at);
        return (Pairs(((a & Vector256.Create(0xFFFF)) | (b << 16)).AsInt16(), weights), Pairs(((a >>> 16) | (b & Vector256.Create(unchecked((int)0xFFFF0000)))).AsInt16(), weights));
    }

    /// <summary>Two weights, as often as they fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Spread(short first, short second) => Vector256.Create((ushort)first | (second << 16)).AsInt16();

    /// <summary>Even and odd numbers of 16 bits in one row again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Interleave(Vector256<int> even, Vector256<int> odd) => ((even & Vector256.Create(0xFFFF)) | (odd << 16)).AsInt16();

    private static Vector256<int> Widened(ref byte row, nuint at)
    {
        var bytes = Vector128.LoadUnsafe(ref row, at);
        return Vector256.Create(Vector128.WidenLower(bytes), Vector128.WidenUpper(bytes)).AsInt32();
    }
}
