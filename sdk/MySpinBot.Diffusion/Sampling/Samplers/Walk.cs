using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>One run of a sampler: what it asks, draws and tells. Room is made before the first step; the steps themselves take none.</summary>
internal sealed class Walk
{
    private readonly IDenoiser _model;
    private readonly SamplerRun _run;
    private readonly float[] _sigmas;
    private StepNoise? _noise;

    public Walk(IDenoiser model, float[] x, ReadOnlySpan<float> sigmas, SamplerRun run)
    {
        if (x.Length != model.Shape.Count)
        {
            throw new ArgumentException($"Latents of {model.Shape} have {model.Shape.Count} values, not {x.Length}.", nameof(x));
        }

        for (var i = 0; i < sigmas.Length; i++)
        {
            if (!(sigmas[i] > 0 || (sigmas[i] == 0 && i == sigmas.Length - 1)) || float.IsInfinity(sigmas[i]))
            {
                throw new NodeFailure($"The sigmas {Text(sigmas)} cannot be sampled; each is a number above 0, only the last may be 0. (The schedule kl_optimal has no number for a single step.)");
            }
        }

        (_model, X, _sigmas, _run) = (model, x, sigmas.ToArray(), run);
    }

    /// <summary>Where it starts. The sampler's to change.</summary>
    public float[] X { get; }

    /// <summary>How many steps there are.</summary>
    public int Steps => _sigmas.Length - 1;

    /// <summary>How noise and time belong together for the model.</summary>
    public ModelSampling Sampling => _model.Sampling;

    /// <summary>The sigma before a step; that of <see cref="Steps"/> is the last.</summary>
    public double Sigma(int step) => _sigmas[step];

    /// <summary>Room for latents.</summary>
    public float[] Room() => new float[X.Length];

    /// <summary>Room for latents, several times.</summary>
    public float[][] Rooms(int count)
    {
        var rooms = new float[count][];
        for (var i = 0; i < count; i++)
        {
            rooms[i] = Room();
        }

        return rooms;
    }

    /// <summary>Noise comes from a Brownian path over all sigmas, not from a stream.</summary>
    public void TakeBrownianNoise()
    {
        var (least, most) = (double.PositiveInfinity, 0.0);
        foreach (var sigma in _sigmas)
        {
            (least, most) = (sigma > 0 ? Math.Min(least, sigma) : least, Math.Max(most, sigma));
        }

        _noise = most > 0 ? new BrownianNoise(_run.Seed, X.Length, least, most) : null;
    }

    /// <summary>Asks the model.</summary>
    public void Ask(float[] x, double sigma, float[] denoised, float[]? unconditional = null)
    {
        _run.Cancellation.ThrowIfCancellationRequested();
        _model.Denoise(x, (float)sigma, denoised, unconditional);
    }

    /// <summary>Asks the model at the sigma before a step, and tells what it saw.</summary>
    public void Step(int step, float[] x, float[] denoised, float[]? unconditional = null)
    {
        Ask(x, _sigmas[step], denoised, unconditional);
        Tell(step, _sigmas[step], x, denoised);
    }

    /// <summary>Tells what the model saw.</summary>
    public void Tell(int step, double sigma, float[] x, float[] denoised, int? steps = null)
        => _run.Told?.Invoke(new SamplerStep(step, steps ?? Steps, (float)sigma, x, denoised));

    /// <summary>Draws the noise between two sigmas.</summary>
    public void Draw(double from, double to, float[] noise)
    {
        _noise ??= new StreamNoise(_run.Seed);
        _noise.Draw(from, to, noise);
        _run.Drawn?.Invoke(from, to, noise);
    }

    private static string Text(ReadOnlySpan<float> sigmas)
        => string.Join(", ", sigmas[..Math.Min(sigmas.Length, 8)].ToArray()) + (sigmas.Length > 8 ? ", …" : "");
}
