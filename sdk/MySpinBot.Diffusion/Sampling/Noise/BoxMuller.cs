using System.Runtime.Intrinsics;

namespace MySpinBot.Diffusion;

/// <summary>Turns uniform numbers into normal ones, eight pairs at a time, rounding as torch's CPU kernel does: logarithm, sine and cosine are Cephes' single-precision polynomials, with fused multiply-adds.
/// The vectors are of 256 bits on every machine, so that every machine gives the same numbers.</summary>
internal static class BoxMuller
{
    /// <summary>How many numbers one call turns.</summary>
    public const int Block = 16;

    /// <summary>Turns 16 uniform numbers in [0, 1): the first 8 give the radius, the last 8 the angle.</summary>
    public static void Transform(Span<float> values)
    {
        var radius = Vector256.Sqrt(Vector256.Create(-2f) * Log(Vector256<float>.One - Vector256.Create<float>(values)));
        var (sine, cosine) = SineAndCosine(Vector256.Create((float)(2 * Math.PI)) * Vector256.Create<float>(values[8..]));
        (radius * cosine).CopyTo(values);
        (radius * sine).CopyTo(values[8..]);
    }

    // x = 2^e · m, m in [sqrt(1/2), sqrt(2)); ln x = ln m + e · ln 2, ln 2 in two parts. x is in (0, 1].
    private static Vector256<float> Log(Vector256<float> x)
    {
        var bits = x.AsInt32();
        var e = Vector256.ConvertToSingle(Vector256.ShiftRightLogical(bits, 23) - Vector256.Create(127)) + Vector256<float>.One;
        x = ((bits & Vector256.Create(~0x7F800000)) | Vector256.Create(0.5f).AsInt32()).AsSingle();
        var low = Vector256.LessThan(x, Vector256.Create(0.707106781186547524f));
        e -= Vector256<float>.One & low;
        x = (x - Vector256<float>.One) + (x & low);

        var z = x * x;
        var y = Vector256.Create(7.0376836292E-2f);
        y = Fused(y, x, -1.1514610310E-1f);
        y = Fused(y, x, 1.1676998740E-1f);
        y = Fused(y, x, -1.2420140846E-1f);
        y = Fused(y, x, 1.4249322787E-1f);
        y = Fused(y, x, -1.6668057665E-1f);
        y = Fused(y, x, 2.0000714765E-1f);
        y = Fused(y, x, -2.4999993993E-1f);
        y = Fused(y, x, 3.3333331174E-1f);
        y = Fused(y * x, z, e * Vector256.Create(-2.12194440e-4f));
        y = Fused(z, Vector256.Create(-0.5f), y);
        return Fused(e, Vector256.Create(0.693359375f), x + y);
    }

    // Which eighth of the circle, and how far in it; then the one polynomial or the other. x is not negative.
    private static (Vector256<float> Sine, Vector256<float> Cosine) SineAndCosine(Vector256<float> x)
    {
        var octant = (Vector256.ConvertToInt32(x * Vector256.Create(1.27323954473516f)) + Vector256<int>.One) & Vector256.Create(~1);
        var n = Vector256.ConvertToSingle(octant);
        var four = Vector256.Create(4);
        var sineSign = Vector256.ShiftLeft(octant & four, 29).AsSingle();
        var cosineSign = Vector256.ShiftLeft(Vector256.AndNot(four, octant - Vector256.Create(2)), 29).AsSingle();
        var plain = Vector256.Equals(octant & Vector256.Create(2), Vector256<int>.Zero).AsSingle();

        x = Fused(n, Vector256.Create(-0.78515625f), x);
        x = Fused(n, Vector256.Create(-2.4187564849853515625e-4f), x);
        x = Fused(n, Vector256.Create(-3.77489497744594108e-8f), x);
        var z = x * x;

        var cosine = Vector256.Create(2.443315711809948E-005f);
        cosine = Fused(cosine, z, -1.388731625493765E-003f);
        cosine = Fused(cosine, z, 4.166664568298827E-002f) * z;
        cosine = Fused(cosine, z, z * Vector256.Create(-0.5f)) + Vector256<float>.One;

        var sine = Vector256.Create(-1.9515295891E-4f);
        sine = Fused(sine, z, 8.3321608736E-3f);
        sine = Fused(sine, z, -1.6666654611E-1f) * z;
        sine = Fused(sine, x, x);

        return (Vector256.ConditionalSelect(plain, sine, cosine) ^ sineSign, Vector256.ConditionalSelect(plain, cosine, sine) ^ cosineSign);
    }

    private static Vector256<float> Fused(Vector256<float> a, Vector256<float> b, float c) => Vector256.FusedMultiplyAdd(a, b, Vector256.Create(c));

    private static Vector256<float> Fused(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.FusedMultiplyAdd(a, b, c);
}
