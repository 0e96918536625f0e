namespace MySpinBot.Diffusion;

/// <summary>Noise from one Brownian path over all sigmas, so that the same way taken in other steps has the same noise (torchsde's BrownianTree, as k-diffusion uses it).
/// The path is a binary tree: each half is drawn from a seed that the place in the tree gives, down to the sixth decimal of sigma.</summary>
internal sealed class BrownianNoise : StepNoise
{
    private const int PoolSize = 24;

    // A sampler goes back and forth between the ends of its step and one or two places between them.
    private const int Remembered = 4;

    private readonly ulong _seed;
    private readonly TorchGenerator _generator;
    private readonly double _start;
    private readonly double _end;
    private readonly float[] _total;
    private readonly float[] _node;
    private readonly float[] _split;
    private readonly Place[] _places = new Place[Remembered];
    private int _next;

    public BrownianNoise(ulong seed, int count, double least, double most)
    {
        (_seed, _start, _end) = (seed, Rounded(least), Rounded(most));
        (_total, _node, _split) = (new float[count], new float[count], new float[count]);
        _generator = new TorchGenerator(SeedSequence.First(seed, [], PoolSize));
        _generator.Normal(_total);
        Mix.Of(_total, Math.Sqrt(_end - _start), _total);
        for (var i = 0; i < Remembered; i++)
        {
            _places[i] = new Place(double.NaN, new float[count]);
        }
    }

    /// <summary>How far the path goes over its whole length.</summary>
    internal ReadOnlySpan<float> Total => _total;

    public override void Draw(double from, double to, Span<float> noise)
    {
        var length = Math.Sqrt(Math.Abs((float)from - (float)to));
        if (length == 0)
        {
            noise.Clear();
            return;
        }

        // Falling sigmas go the path backwards.
        Mix.Difference(noise, (from > to ? 1 : -1) / length, At(to), At(from));
    }

    // How far the path has gone at a sigma.
    private float[] At(double sigma)
    {
        var time = Math.Clamp(Rounded((float)sigma), _start, _end);
        foreach (var known in _places)
        {
            if (known.Time == time)
            {
                return known.Path;
            }
        }

        var path = _places[_next].Path;
        _places[_next] = new Place(time, path);
        _next = (_next + 1) % Remembered;
        Descend(time, path);
        return path;
    }

    private void Descend(double time, float[] path)
    {
        if (time >= _end)
        {
            _total.CopyTo(path.AsSpan());
            return;
        }

        Array.Clear(path);
        _total.CopyTo(_node.AsSpan());
        var (low, high) = (_start, _end);
        Span<ulong> way = stackalloc ulong[2];
        for (ulong key = 0, depth = 0; time > low; depth++)
        {
            // W at the middle of [low, high], given both ends (Lévy's bridge).
            var middle = Rounded(0.5 * (low + high));
            (way[0], way[1]) = (key, depth);
            _generator.Restart(SeedSequence.First(_seed, way, PoolSize));
            _generator.Normal(_split);
            Mix.Of(_split, (middle - low) / (high - low), _node, Math.Sqrt((middle - low) * (high - middle) / (high - low)), _split);
            key *= 2;
            if (time < middle)
            {
                _split.CopyTo(_node.AsSpan());
                high = middle;
                continue;
            }

            Mix.Add(path, 1, _split);
            Mix.Difference(_node, 1, _node, _split);
            low = middle;
            key++;
        }
    }

    // To six decimals, halves to even, as Python rounds: by the exact value, not by the product with a million, which is rounded itself.
    internal static double Rounded(double sigma)
    {
        const double million = 1e6;
        var product = sigma * million;
        var error = Math.FusedMultiplyAdd(sigma, million, -product);
        var whole = Math.Floor(product);
        var over = product - whole - 0.5 + error;
        return (over > 0 || (over == 0 && whole % 2 != 0) ? whole + 1 : whole) / million;
    }

    private readonly record struct Place(double Time, float[] Path);
}
