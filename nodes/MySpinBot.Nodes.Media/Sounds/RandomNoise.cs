namespace MySpinBot.Nodes.Media;

/// <summary>Random numbers by seed, the same everywhere: SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).</summary>
internal struct RandomNoise(long seed)
{
    private ulong _state = (ulong)seed;

    /// <summary>64 random bits.</summary>
    public ulong Bits()
    {
        _state += 0x9E3779B97F4A7C15;
        var bits = _state;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }

    /// <summary>From 0 up to 1.</summary>
    public double Next() => (Bits() >> 11) * (1.0 / (1L << 53));

    /// <summary>From -1 up to 1.</summary>
    public double Sample() => (2 * Next()) - 1;

    /// <summary>From 0 up to, and without, <paramref name="count"/>.</summary>
    public int Below(int count) => (int)(Next() * count);
}
