namespace MySpinBot.Diffusion;

/// <summary>mt19937 (Matsumoto and Nishimura, 1998), seeded by <c>init_genrand</c>.</summary>
internal sealed class MersenneTwister
{
    private const int Size = 624;
    private const int Middle = 397;

    private readonly uint[] _state = new uint[Size];
    private int _next;

    public MersenneTwister(uint seed) => Restart(seed);

    /// <summary>Begins anew with a seed.</summary>
    public void Restart(uint seed)
    {
        _state[0] = seed;
        for (var i = 1; i < Size; i++)
        {
            _state[i] = (1812433253u * (_state[i - 1] ^ (_state[i - 1] >> 30))) + (uint)i;
        }

        _next = Size;
    }

    /// <summary>The next 32 bits.</summary>
    public uint Next()
    {
        if (_next == Size)
        {
            Twist();
        }

        return Temper(_state[_next++]);
    }

    /// <summary>Leaves numbers out.</summary>
    public void Skip(long count)
    {
        while (count > Size - _next)
        {
            count -= Size - _next;
            Twist();
        }

        _next += (int)count;
    }

    /// <summary>Fills with numbers in [0, 1) of 24 bits, one for each 32 that are drawn.</summary>
    public void Uniform(Span<float> values)
    {
        const float unit = 1f / (1 << 24);
        while (!values.IsEmpty)
        {
            if (_next == Size)
            {
                Twist();
            }

            var count = Math.Min(Size - _next, values.Length);
            var from = _state.AsSpan(_next, count);
            for (var i = 0; i < from.Length; i++)
            {
                values[i] = (Temper(from[i]) & 0xFFFFFF) * unit;
            }

            _next += count;
            values = values[count..];
        }
    }

    private static uint Temper(uint y)
    {
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >> 18);
    }

    private void Twist()
    {
        var state = _state;
        for (var i = 0; i < Size - Middle; i++)
        {
            state[i] = state[i + Middle] ^ Mixed(state[i], state[i + 1]);
        }

        for (var i = Size - Middle; i < Size - 1; i++)
        {
            state[i] = state[i + Middle - Size] ^ Mixed(state[i], state[i + 1]);
        }

        state[Size - 1] = state[Middle - 1] ^ Mixed(state[Size - 1], state[0]);
        _next = 0;
    }

    private static uint Mixed(uint upper, uint lower)
    {
        var y = (upper & 0x80000000) | (lower & 0x7FFFFFFF);
        return (y >> 1) ^ (0x9908B0DF & (uint)-(int)(y & 1));
    }
}
