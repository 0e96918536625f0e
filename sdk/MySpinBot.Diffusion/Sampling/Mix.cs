using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MySpinBot.Diffusion;

/// <summary>Weighted sums of latents, in one pass each. What is written may be one of what is read. Products are added without being rounded first (fused), in vectors and in what is left over alike, so that a value does not depend on where it stands.</summary>
internal static class Mix
{
    /// <summary>to = a · x.</summary>
    public static void Of(Span<float> to, double a, ReadOnlySpan<float> x)
    {
        ref var target = ref Start(to, x, out var count, out var vectors);
        ref var first = ref MemoryMarshal.GetReference(x);
        var fa = (float)a;
        var va = new Vector<float>(fa);
        nuint i = 0;
        for (; i < vectors; i += (nuint)Vector<float>.Count)
        {
            (va * Vector.LoadUnsafe(ref first, i)).StoreUnsafe(ref target, i);
        }

        for (; i < count; i++)
        {
            Unsafe.Add(ref target, i) = fa * Unsafe.Add(ref first, i);
        }
    }

    /// <summary>to = a · x + b · y.</summary>
    public static void Of(Span<float> to, double a, ReadOnlySpan<float> x, double b, ReadOnlySpan<float> y)
    {
        ref var target = ref Start(to, x, out var count, out var vectors);
        Same(to, y);
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var second = ref MemoryMarshal.GetReference(y);
        var (fa, fb) = ((float)a, (float)b);
        var (va, vb) = (new Vector<float>(fa), new Vector<float>(fb));
        nuint i = 0;
        for (; i < vectors; i += (nuint)Vector<float>.Count)
        {
            Vector.FusedMultiplyAdd(va, Vector.LoadUnsafe(ref first, i), vb * Vector.LoadUnsafe(ref second, i)).StoreUnsafe(ref target, i);
        }

        for (; i < count; i++)
        {
            Unsafe.Add(ref target, i) = MathF.FusedMultiplyAdd(fa, Unsafe.Add(ref first, i), fb * Unsafe.Add(ref second, i));
        }
    }

    /// <summary>to = a · x + b · y + c · z.</summary>
    public static void Of(Span<float> to, double a, ReadOnlySpan<float> x, double b, ReadOnlySpan<float> y, double c, ReadOnlySpan<float> z)
    {
        ref var target = ref Start(to, x, out var count, out var vectors);
        Same(to, y);
        Same(to, z);
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var second = ref MemoryMarshal.GetReference(y);
        ref var third = ref MemoryMarshal.GetReference(z);
        var (fa, fb, fc) = ((float)a, (float)b, (float)c);
        var (va, vb, vc) = (new Vector<float>(fa), new Vector<float>(fb), new Vector<float>(fc));
        nuint i = 0;
        for (; i < vectors; i += (nuint)Vector<float>.Count)
        {
            var sum = Vector.FusedMultiplyAdd(vb, Vector.LoadUnsafe(ref second, i), vc * Vector.LoadUnsafe(ref third, i));
            Vector.FusedMultiplyAdd(va, Vector.LoadUnsafe(ref first, i), sum).StoreUnsafe(ref target, i);
        }

        for (; i < count; i++)
        {
            var sum = MathF.FusedMultiplyAdd(fb, Unsafe.Add(ref second, i), fc * Unsafe.Add(ref third, i));
            Unsafe.Add(ref target, i) = MathF.FusedMultiplyAdd(fa, Unsafe.Add(ref first, i), sum);
        }
    }

    /// <summary>to = a · x + b · y + c · z + d · w.</summary>
    public static void Of(Span<float> to, double a, ReadOnlySpan<float> x, double b, ReadOnlySpan<float> y, double c, ReadOnlySpan<float> z, double d, ReadOnlySpan<float> w)
    {
        ref var target = ref Start(to, x, out var count, out var vectors);
        Same(to, y);
        Same(to, z);
        Same(to, w);
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var second = ref MemoryMarshal.GetReference(y);
        ref var third = ref MemoryMarshal.GetReference(z);
        ref var fourth = ref MemoryMarshal.GetReference(w);
        var (fa, fb, fc, fd) = ((float)a, (float)b, (float)c, (float)d);
        var (va, vb, vc, vd) = (new Vector<float>(fa), new Vector<float>(fb), new Vector<float>(fc), new Vector<float>(fd));
        nuint i = 0;
        for (; i < vectors; i += (nuint)Vector<float>.Count)
        {
            var sum = Vector.FusedMultiplyAdd(vc, Vector.LoadUnsafe(ref third, i), vd * Vector.LoadUnsafe(ref fourth, i));
            sum = Vector.FusedMultiplyAdd(vb, Vector.LoadUnsafe(ref second, i), sum);
            Vector.FusedMultiplyAdd(va, Vector.LoadUnsafe(ref first, i), sum).StoreUnsafe(ref target, i);
        }

        for (; i < count; i++)
        {
            var sum = MathF.FusedMultiplyAdd(fc, Unsafe.Add(ref third, i), fd * Unsafe.Add(ref fourth, i));
            sum = MathF.FusedMultiplyAdd(fb, Unsafe.Add(ref second, i), sum);
            Unsafe.Add(ref target, i) = MathF.FusedMultiplyAdd(fa, Unsafe.Add(ref first, i), sum);
        }
    }

    /// <summary>to = to + a · x.</summary>
    public static void Add(Span<float> to, double a, ReadOnlySpan<float> x) => Of(to, 1, to, a, x);

    /// <summary>to = a · (x − y): differences are taken before they are weighted, because they may be small.</summary>
    public static void Difference(Span<float> to, double a, ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        ref var target = ref Start(to, x, out var count, out var vectors);
        Same(to, y);
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var second = ref MemoryMarshal.GetReference(y);
        var fa = (float)a;
        var va = new Vector<float>(fa);
        nuint i = 0;
        for (; i < vectors; i += (nuint)Vector<float>.Count)
        {
            (va * (Vector.LoadUnsafe(ref first, i) - Vector.LoadUnsafe(ref second, i))).StoreUnsafe(ref target, i);
        }

        for (; i < count; i++)
        {
            Unsafe.Add(ref target, i) = fa * (Unsafe.Add(ref first, i) - Unsafe.Add(ref second, i));
        }
    }

    private static ref float Start(Span<float> to, ReadOnlySpan<float> x, out nuint count, out nuint vectors)
    {
        Same(to, x);
        count = (nuint)to.Length;
        vectors = count - (count % (nuint)Vector<float>.Count);
        return ref MemoryMarshal.GetReference(to);
    }

    private static void Same(Span<float> to, ReadOnlySpan<float> x)
    {
        if (to.Length != x.Length)
        {
            throw new ArgumentException($"{x.Length} values do not go into {to.Length}.", nameof(x));
        }
    }
}
