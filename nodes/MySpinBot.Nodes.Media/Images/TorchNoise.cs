using System.Runtime.Intrinsics;

namespace MySpinBot.Nodes.Media;

/// <summary>The normally distributed numbers that PyTorch's <c>randn</c> gives on the CPU for a seed, to within a few units of 1e-6.</summary>
/// <remarks>MT19937 (Matsumoto and Nishimura, 1998), of which PyTorch seeds with 32 bits, and the Box–Muller transform on blocks of sixteen numbers.</remarks>
internal sealed class TorchNoise
{
    private const int Words = 624;
    private const int Block = 16;

    private readonly uint[] _state = new uint[Words];
    private int _next = Words;

    public TorchNoise(ulong seed)
    {
        _state[0] = (uint)seed;
        for (var i = 1; i < Words; i++)
        {
            _state[i] = (1812433253u * (_state[i - 1] ^ (_state[i - 1] >> 30))) + (uint)i;
        }
    }

    /// <summary>Fills one tensor, whatever its shape.</summary>
    public void Fill(Span<float> values)
    {
        if (values.Length < Block)
        {
            FillFew(values);
            return;
        }

        Uniform(values);
        for (var at = 0; at + Block <= values.Length; at += Block)
        {
            Transform(values.Slice(at, Block));
        }

        if (values.Length % Block != 0)
        {
            Uniform(values[^Block..]);
            Transform(values[^Block..]);
        }
    }

    private static void Transform(Span<float> block)
    {
        var first = Vector256.Create<float>(block);
        var second = Vector256.Create<float>(block[8..]);
        var radius = Vector256.Sqrt(-2f * Vector256.Log(Vector256<float>.One - first));
        var (sin, cos) = Vector256.SinCos(2 * MathF.PI * second);
        (radius * cos).CopyTo(block);
        (radius * sin).CopyTo(block[8..]);
    }

    // Small tensors are made one number at a time, in double precision; the second of a pair serves the next number.
    private void FillFew(Span<float> values)
    {
        double? kept = null;
        for (var i = 0; i < values.Length; i++)
        {
            if (kept is { } value)
            {
                (values[i], kept) = ((float)value, null);
                continue;
            }

            var (angle, radius) = (2 * Math.PI * UniformDouble(), UniformDouble());
            radius = Math.Sqrt(-2 * Math.Log(1 - radius));
            (values[i], kept) = ((float)(radius * Math.Cos(angle)), radius * Math.Sin(angle));
        }
    }

    private void Uniform(Span<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (Next() & 0xFFFFFF) * (1f / (1 << 24));
        }
    }

    private double UniformDouble()
    {
        var high = (ulong)Next();
        return (((high << 32) | Next()) & ((1UL << 53) - 1)) * (1.0 / (1UL << 53));
    }

    private uint Next()
    {
        if (_next == Words)
        {
            Twist();
        }

        var word = _state[_next++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9D2C5680u;
        word ^= (word << 15) & 0xEFC60000u;
        return word ^ (word >> 18);
    }

    private void Twist()
    {
        for (var i = 0; i < Words; i++)
        {
            var joined = (_state[i] & 0x80000000u) | (_state[(i + 1) % Words] & 0x7FFFFFFFu);
            _state[i] = _state[(i + 397) % Words] ^ (joined >> 1) ^ ((joined & 1) * 0x9908B0DFu);
        }

        _next = 0;
    }
}
