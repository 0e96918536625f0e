namespace MySpinBot.Diffusion;

/// <summary>numpy's SeedSequence (O'Neill's seed_seq_fe): a seed and the way to a child are stirred into a pool, from which states are drawn.</summary>
internal static class SeedSequence
{
    private const int Shift = 16;

    /// <summary>The first word of the state of a child.</summary>
    /// <param name="entropy">The seed.</param>
    /// <param name="way">The way to the child; empty for the sequence itself.</param>
    /// <param name="poolSize">How many words are stirred.</param>
    public static uint First(ulong entropy, ReadOnlySpan<ulong> way, int poolSize)
    {
        const uint initial = 0x8b51f9dd;
        const uint multiplier = 0x58f38ded;
        Span<uint> pool = stackalloc uint[poolSize];
        Stir(entropy, way, pool);
        var word = pool[0] ^ initial;
        word *= unchecked(initial * multiplier);
        return word ^ (word >> Shift);
    }

    private static void Stir(ulong entropy, ReadOnlySpan<ulong> way, Span<uint> pool)
    {
        Span<uint> words = stackalloc uint[pool.Length + 2 + (2 * way.Length)];
        var count = Append(words, 0, entropy);
        if (!way.IsEmpty)
        {
            // A short seed is filled up with zeros, so that a child is no other seed.
            for (; count < pool.Length; count++)
            {
                words[count] = 0;
            }

            foreach (var step in way)
            {
                count = Append(words, count, step);
            }
        }

        var hash = 0x43b0d7e5u;
        for (var i = 0; i < pool.Length; i++)
        {
            pool[i] = Hash(i < count ? words[i] : 0, ref hash);
        }

        for (var source = 0; source < pool.Length; source++)
        {
            for (var target = 0; target < pool.Length; target++)
            {
                if (source != target)
                {
                    pool[target] = Blend(pool[target], Hash(pool[source], ref hash));
                }
            }
        }

        for (var source = pool.Length; source < count; source++)
        {
            for (var target = 0; target < pool.Length; target++)
            {
                pool[target] = Blend(pool[target], Hash(words[source], ref hash));
            }
        }
    }

    private static int Append(Span<uint> words, int count, ulong number)
    {
        words[count++] = (uint)number;
        if (number >> 32 != 0)
        {
            words[count++] = (uint)(number >> 32);
        }

        return count;
    }

    private static uint Hash(uint value, ref uint hash)
    {
        value ^= hash;
        hash *= 0x931e8875;
        value *= hash;
        return value ^ (value >> Shift);
    }

    private static uint Blend(uint x, uint y)
    {
        var result = (0xca01f9dd * x) - (0x4973f715 * y);
        return result ^ (result >> Shift);
    }
}
