using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MySpinBot.Inference;

/// <summary>Rows of packed RGB pixels to rows of one colour each, and back: what lies between pictures and models. Four or sixteen pixels at a time.</summary>
/// <remarks>Compiled for good at the first call: until the runtime would get to it by itself, a frame of a film would cost ten times as much.</remarks>
internal static class PixelRows
{
    private static readonly float[] Levels = [.. Enumerable.Range(0, 256).Select(level => level / 255f)];

    /// <summary>[width, 3] → three rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Split(ReadOnlySpan<float> rgb, Span<float> red, Span<float> green, Span<float> blue)
    {
        Check(rgb.Length, red.Length, green.Length, blue.Length);
        ref var from = ref MemoryMarshal.GetReference(rgb);
        var x = 0;
        for (; x <= red.Length - 4; x += 4)
        {
            // r0 g0 b0 r1 | g1 b1 r2 g2 | b2 r3 g3 b3
            var a = Vector128.LoadUnsafe(ref from, (nuint)(3 * x));
            var b = Vector128.LoadUnsafe(ref from, (nuint)(3 * x) + 4);
            var c = Vector128.LoadUnsafe(ref from, (nuint)(3 * x) + 8);
            Pick(Vector128.Shuffle(a, Vector128.Create(0, 3, 0, 0)), Vector128.Shuffle(b, Vector128.Create(0, 0, 2, 0)), Vector128.Shuffle(c, Vector128.Create(0, 0, 0, 1)), 2, 3).StoreUnsafe(ref red[x]);
            Pick(Vector128.Shuffle(a, Vector128.Create(1, 0, 0, 0)), Vector128.Shuffle(b, Vector128.Create(0, 0, 3, 0)), Vector128.Shuffle(c, Vector128.Create(0, 0, 0, 2)), 1, 3).StoreUnsafe(ref green[x]);
            Pick(Vector128.Shuffle(a, Vector128.Create(2, 0, 0, 0)), Vector128.Shuffle(b, Vector128.Create(0, 1, 0, 0)), Vector128.Shuffle(c, Vector128.Create(0, 0, 0, 3)), 1, 2).StoreUnsafe(ref blue[x]);
        }

        for (; x < red.Length; x++)
        {
            (red[x], green[x], blue[x]) = (rgb[3 * x], rgb[(3 * x) + 1], rgb[(3 * x) + 2]);
        }
    }

    /// <summary>Three rows → [width, 3], clamped to 0..1; what is no number becomes 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Join(ReadOnlySpan<float> red, ReadOnlySpan<float> green, ReadOnlySpan<float> blue, Span<float> rgb)
    {
        Check(rgb.Length, red.Length, green.Length, blue.Length);
        ref var to = ref MemoryMarshal.GetReference(rgb);
        var x = 0;
        for (; x <= red.Length - 4; x += 4)
        {
            var (r, g, b) = (Clamped(Four(red, x)), Clamped(Four(green, x)), Clamped(Four(blue, x)));
            Pick(Vector128.Shuffle(r, Vector128.Create(0, 0, 0, 1)), Vector128.Shuffle(g, Vector128.Create(0, 0, 0, 0)), Vector128.Shuffle(b, Vector128.Create(0, 0, 0, 0)), Mask(1), Mask(2)).StoreUnsafe(ref to, (nuint)(3 * x));
            Pick(Vector128.Shuffle(g, Vector128.Create(1, 0, 0, 2)), Vector128.Shuffle(b, Vector128.Create(0, 1, 0, 0)), Vector128.Shuffle(r, Vector128.Create(0, 0, 2, 0)), Mask(1), Mask(2)).StoreUnsafe(ref to, (nuint)(3 * x) + 4);
            Pick(Vector128.Shuffle(b, Vector128.Create(2, 0, 0, 3)), Vector128.Shuffle(r, Vector128.Create(0, 3, 0, 0)), Vector128.Shuffle(g, Vector128.Create(0, 0, 3, 0)), Mask(1), Mask(2)).StoreUnsafe(ref to, (nuint)(3 * x) + 8);
        }

        for (; x < red.Length; x++)
        {
            (rgb[3 * x], rgb[(3 * x) + 1], rgb[(3 * x) + 2]) = (Clamped(red[x]), Clamped(green[x]), Clamped(blue[x]));
        }
    }

    /// <summary>[width, 3] of 0..255 → three rows of 0..1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Split(ReadOnlySpan<byte> rgb, Span<float> red, Span<float> green, Span<float> blue)
    {
        Check(rgb.Length, red.Length, green.Length, blue.Length);
        ref var levels = ref MemoryMarshal.GetArrayDataReference(Levels);
        for (int x = 0, i = 0; x < red.Length; x++, i += 3)
        {
            red[x] = Unsafe.Add(ref levels, rgb[i]);
            green[x] = Unsafe.Add(ref levels, rgb[i + 1]);
            blue[x] = Unsafe.Add(ref levels, rgb[i + 2]);
        }
    }

    /// <summary>Three rows of 0..1 → [width, 3] of 0..255, clamped and rounded, halves to even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Join(ReadOnlySpan<float> red, ReadOnlySpan<float> green, ReadOnlySpan<float> blue, Span<byte> rgb)
    {
        Check(rgb.Length, red.Length, green.Length, blue.Length);
        ref var to = ref MemoryMarshal.GetReference(rgb);
        var x = 0;
        for (; x <= red.Length - 16; x += 16)
        {
            var (r, g, b) = (Sixteen(red, x), Sixteen(green, x), Sixteen(blue, x));
            for (var part = 0; part < 3; part++)
            {
                var (fromRed, fromGreen, fromBlue) = Interleaving[part];
                (Vector128.ShuffleNative(r, fromRed) | Vector128.ShuffleNative(g, fromGreen) | Vector128.ShuffleNative(b, fromBlue)).StoreUnsafe(ref to, (nuint)((3 * x) + (16 * part)));
            }
        }

        for (; x < red.Length; x++)
        {
            (rgb[3 * x], rgb[(3 * x) + 1], rgb[(3 * x) + 2]) = (Level(red[x]), Level(green[x]), Level(blue[x]));
        }
    }

    /// <summary>The value, or the nearest one in 0..1; 0 for what is no number.</summary>
    public static float Clamped(float value) => value >= 1 ? 1 : value > 0 ? value : 0;

    // Where each byte of 48 comes from; 255 gives 0.
    private static readonly (Vector128<byte> Red, Vector128<byte> Green, Vector128<byte> Blue)[] Interleaving =
        [.. Enumerable.Range(0, 3).Select(part => (Sources(part, 0), Sources(part, 1), Sources(part, 2)))];

    private static Vector128<byte> Sources(int part, int colour)
        => Vector128.Create([.. Enumerable.Range(part * 16, 16).Select(i => i % 3 == colour ? (byte)(i / 3) : byte.MaxValue)]);

    private static byte Level(float value) => (byte)MathF.Round(Clamped(value) * 255f);

    private static Vector128<float> Four(ReadOnlySpan<float> row, int x) => Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(row), (nuint)x);

    private static Vector128<byte> Sixteen(ReadOnlySpan<float> row, int x)
        => Vector128.Narrow(Vector128.Narrow(Rounded(row, x), Rounded(row, x + 4)), Vector128.Narrow(Rounded(row, x + 8), Rounded(row, x + 12)));

    private static Vector128<uint> Rounded(ReadOnlySpan<float> row, int x) => Vector128.ConvertToInt32Native(Vector128.Round(Clamped(Four(row, x)) * 255f)).AsUInt32();

    // Comparing with itself is false for what is no number.
    private static Vector128<float> Clamped(Vector128<float> value)
        => Vector128.Min(Vector128.Max(Vector128.ConditionalSelect(Vector128.Equals(value, value), value, Vector128<float>.Zero), Vector128<float>.Zero), Vector128<float>.One);

    // Of a the elements before the first border, of b those before the second, of c the rest.
    private static Vector128<float> Pick(Vector128<float> a, Vector128<float> b, Vector128<float> c, int first, int second)
        => Vector128.ConditionalSelect(Before(first), a, Vector128.ConditionalSelect(Before(second), b, c));

    private static Vector128<float> Pick(Vector128<float> outer, Vector128<float> b, Vector128<float> c, Vector128<float> isB, Vector128<float> isC)
        => Vector128.ConditionalSelect(isB, b, Vector128.ConditionalSelect(isC, c, outer));

    private static Vector128<float> Before(int border) => Vector128.LessThan(Vector128.Create(0, 1, 2, 3), Vector128.Create(border)).AsSingle();

    private static Vector128<float> Mask(int index) => Vector128.Equals(Vector128.Create(0, 1, 2, 3), Vector128.Create(index)).AsSingle();

    private static void Check(int packed, int red, int green, int blue)
    {
        if (green != red || blue != red || packed != 3 * red)
        {
            throw new ArgumentException("The rows of a picture have to be of one length, and the packed one three times as long.");
        }
    }
}
