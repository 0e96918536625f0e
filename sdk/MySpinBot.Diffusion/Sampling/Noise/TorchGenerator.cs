namespace MySpinBot.Diffusion;

/// <summary>The noise that torch draws on a processor: a generator that is seeded once and drawn from in order (mt19937, Box–Muller as ATen's CPU kernels do it).</summary>
public sealed class TorchGenerator(ulong seed)
{
    private readonly MersenneTwister _twister = new((uint)seed);
    private double? _kept;

    /// <summary>Its seed; torch takes the low 32 bits.</summary>
    public ulong Seed { get; private set; } = seed;

    /// <summary>torch.randn: overwrites <paramref name="values"/> with normal numbers of one draw. 16 numbers and more are drawn in another way than fewer, so one draw is not the same as two.</summary>
    public void Normal(Span<float> values)
    {
        if (values.Length < BoxMuller.Block)
        {
            foreach (ref var value in values)
            {
                value = (float)NextNormal();
            }

            return;
        }

        _twister.Uniform(values);
        var whole = values.Length / BoxMuller.Block * BoxMuller.Block;
        for (var i = 0; i < whole; i += BoxMuller.Block)
        {
            BoxMuller.Transform(values.Slice(i, BoxMuller.Block));
        }

        if (whole < values.Length)
        {
            // What is left over is not filled up but drawn anew, together with the end of the last block.
            var last = values[^BoxMuller.Block..];
            _twister.Uniform(last);
            BoxMuller.Transform(last);
        }
    }

    /// <summary>Begins anew with a seed, as a new generator would.</summary>
    internal void Restart(ulong seed)
    {
        Seed = seed;
        _twister.Restart((uint)seed);
        _kept = null;
    }

    /// <summary>Leaves out what <see cref="Normal"/> would draw.</summary>
    internal void Skip(int count)
    {
        if (count >= BoxMuller.Block)
        {
            _twister.Skip(count % BoxMuller.Block == 0 ? count : (long)count + BoxMuller.Block);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            NextNormal();
        }
    }

    /// <summary>torch.rand of 32-bit numbers, in [0, 1).</summary>
    internal void Uniform(Span<float> values) => _twister.Uniform(values);

    /// <summary>torch.rand of one 64-bit number, in [0, 1).</summary>
    internal double NextUniform()
    {
        var high = (ulong)_twister.Next() << 32;
        return ((high | _twister.Next()) & ((1UL << 53) - 1)) * (1.0 / (1UL << 53));
    }

    // One by one in double precision; of each pair the second is kept for the next, over all draws of this kind.
    private double NextNormal()
    {
        if (_kept is { } kept)
        {
            _kept = null;
            return kept;
        }

        var angle = 2 * Math.PI * NextUniform();
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextUniform()));
        _kept = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }
}
