using System.Numerics;

namespace MySpinBot.Nodes.Basics.Seeds;

/// <summary>Random numbers that are the same everywhere: xoshiro256** filled by SplitMix64 from a seed.
/// Source: David Blackman and Sebastiano Vigna, "Scrambled Linear Pseudorandom Number Generators", 2021.</summary>
internal sealed class SeededRandom
{
    private ulong _a, _b, _c, _d;

    public SeededRandom(long seed)
    {
        var state = unchecked((ulong)seed);
        (_a, _b, _c, _d) = (SplitMix(ref state), SplitMix(ref state), SplitMix(ref state), SplitMix(ref state));
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>From 0 up to but not including 1, in steps of 2^-53.</summary>
    public double NextFraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Any of the whole numbers from <paramref name="least"/> to <paramref name="most"/>, both included, all as likely.</summary>
    public long NextBetween(long least, long most)
    {
        var span = unchecked((ulong)most - (ulong)least);
        var mask = span == 0 ? 0 : ulong.MaxValue >> BitOperations.LeadingZeroCount(span);
        ulong drawn;
        do
        {
            drawn = Next() & mask;
        }
        while (drawn > span);

        return unchecked((long)((ulong)least + drawn));
    }

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
