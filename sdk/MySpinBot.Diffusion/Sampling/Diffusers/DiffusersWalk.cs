using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>The steps of a scheduler of diffusers, for one run: what the network is told, and what becomes of the latents. What is remembered of earlier steps is in it, so steps are taken once and in order.</summary>
internal abstract class DiffusersWalk
{
    /// <summary>The least share of the picture: latents that are nothing but noise have none to be told in shares of; this little makes no difference to a network.</summary>
    internal const double LeastShare = 1.0 / (1 << 12);

    // What stands for nothing where a logarithm or a quotient is taken: diffusers' own, the least number of half precision.
    private protected const double LeastAlpha = 1.0 / (1 << 24);

    private protected DiffusersWalk(DiffusersConfig config, int steps)
    {
        if (steps < 1 || steps > config.TrainSteps)
        {
            throw new NodeFailure($"{steps} steps are asked for; a model that knows {config.TrainSteps} times can take 1 to {config.TrainSteps}.") { Input = "steps" };
        }

        (Config, Steps, Noise) = (config, steps, new DiffusersNoise(config));
    }

    /// <summary>What it was made from.</summary>
    public DiffusersConfig Config { get; }

    /// <summary>How many steps were asked for; some take more.</summary>
    public int Steps { get; }

    /// <summary>How much noise there is when.</summary>
    public DiffusersNoise Noise { get; }

    /// <summary>What the network is told at each call.</summary>
    public abstract ImmutableArray<float> Timesteps { get; }

    /// <summary>How much noise there is at each call, beside a picture of full strength, and after the last; empty for schedulers that go by times.</summary>
    public virtual ImmutableArray<float> Sigmas => [];

    /// <summary>What noise of deviation 1 is multiplied by where nothing is painted on.</summary>
    public virtual float StartScale => 1;

    /// <summary>A scheduler with a number of steps.</summary>
    /// <exception cref="NodeFailure">It cannot take so many.</exception>
    public static DiffusersWalk Of(DiffusersConfig config, int steps) => config.Scheduler switch
    {
        DiffusersScheduler.Ddim => new DdimWalk(config, steps),
        DiffusersScheduler.Pndm => new PndmWalk(config, steps),
        DiffusersScheduler.Euler or DiffusersScheduler.EulerAncestral => new EulerWalk(config, steps),
        _ => new DpmSolverWalk(config, steps),
    };

    /// <summary>What the latents are before a step: so much picture, and so much noise.</summary>
    public abstract (double Picture, double Noise) Parts(int step);

    /// <summary>How much noise there is at a step, beside a picture of full strength.</summary>
    public float SigmaAt(int step)
    {
        var (picture, noise) = Parts(step);
        return (float)(noise / Math.Max(picture, LeastShare));
    }

    /// <summary>What the network is told where there is this much noise: the time of the step with as much, which may lie between two of the table's.</summary>
    public float Timestep(float sigma)
    {
        var nearest = 0;
        for (var step = 1; step < Timesteps.Length; step++)
        {
            nearest = Math.Abs(SigmaAt(step) - sigma) < Math.Abs(SigmaAt(nearest) - sigma) ? step : nearest;
        }

        return Timesteps[nearest];
    }

    /// <summary>What the network is given.</summary>
    public abstract void ScaleInput(int step, ReadOnlySpan<float> x, Span<float> scaled);

    /// <summary>Whether a step draws noise.</summary>
    public virtual bool Draws(int step) => false;

    /// <summary>Takes a step.</summary>
    /// <param name="step">Which, from 0.</param>
    /// <param name="output">What the network gave.</param>
    /// <param name="x">The latents; overwritten with what becomes of them.</param>
    /// <param name="original">Room for the picture that the network sees in them.</param>
    /// <param name="noise">Noise of deviation 1, where the step draws it.</param>
    public abstract void Step(int step, ReadOnlySpan<float> output, Span<float> x, Span<float> original, ReadOnlySpan<float> noise);

    /// <summary>The picture in latents that are so much picture and so much noise, of full strength together or of any.</summary>
    private protected void Original(ReadOnlySpan<float> output, ReadOnlySpan<float> x, (double Picture, double Noise) parts, Span<float> original)
    {
        var (picture, noise) = parts;
        var strength = Math.Sqrt((picture * picture) + (noise * noise));
        switch (Config.Prediction)
        {
            case PredictionKind.Sample: output.CopyTo(original); break;
            case PredictionKind.Velocity: Mix.Of(original, picture / (strength * strength), x, -noise / strength, output); break;
            default: Mix.Of(original, 1 / picture, x, -noise / picture, output); break;
        }
    }

    /// <summary>The table of sigmas at a time between two of it.</summary>
    private protected static double At(ReadOnlySpan<double> table, double time)
    {
        var low = (int)Math.Clamp(Math.Floor(time), 0, table.Length - 1);
        var high = Math.Min(low + 1, table.Length - 1);
        return table[low] + ((table[high] - table[low]) * Math.Clamp(time - low, 0, 1));
    }

    /// <summary>The time of a sigma, between those of the table by logarithms.</summary>
    private protected static double TimeOf(ReadOnlySpan<double> table, double sigma)
    {
        var wanted = Math.Log(Math.Max(sigma, 1e-10));
        var low = 0;
        while (low < table.Length - 2 && Math.Log(table[low + 1]) <= wanted)
        {
            low++;
        }

        var (below, above) = (Math.Log(table[low]), Math.Log(table[low + 1]));
        return low + Math.Clamp((wanted - below) / (above - below), 0, 1);
    }

    /// <summary>Sigmas from the most to the least, their seventh roots evenly (Karras et al., equation 5).</summary>
    private protected static double[] Karras(double most, double least, int count)
    {
        const double Rho = 7;
        var (first, last) = (Math.Pow(most, 1 / Rho), Math.Pow(least, 1 / Rho));
        var sigmas = new double[count];
        for (var i = 0; i < count; i++)
        {
            sigmas[i] = Math.Pow(first + ((last - first) * i / Math.Max(count - 1, 1)), Rho);
        }

        return sigmas;
    }
}
