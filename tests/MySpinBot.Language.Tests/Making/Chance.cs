using System.Text;

namespace MySpinBot.Language.Tests.Making;

/// <summary>Numbers by chance: the same seed, name and row give the same ones, on every machine (xorshift64*, begun by FNV-1a).</summary>
internal struct Chance
{
    private ulong _state;

    public Chance(int seed, string name, long row = 0)
    {
        var hash = 14695981039346656037UL ^ (uint)seed;
        foreach (var part in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ part) * 1099511628211UL;
        }

        for (var i = 0; i < 64; i += 8)
        {
            hash = (hash ^ (byte)(row >> i)) * 1099511628211UL;
        }

        // Nought has no successor.
        _state = hash == 0 ? 1 : hash;
    }

    /// <summary>From -1 to 1, evenly.</summary>
    public float Next()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return ((_state * 0x2545F4914F6CDD1DUL) >> 40) * (2f / (1 << 24)) - 1;
    }

    /// <summary>From 0 to <paramref name="count"/> - 1, evenly.</summary>
    public int Below(int count) => Math.Clamp((int)((Next() + 1) / 2 * count), 0, count - 1);

    /// <summary>Fills with numbers of this mean and deviation.</summary>
    public void Fill(Span<float> numbers, float mean, float deviation)
    {
        var range = deviation * MathF.Sqrt(3);
        foreach (ref var number in numbers)
        {
            number = mean + (range * Next());
        }
    }
}
