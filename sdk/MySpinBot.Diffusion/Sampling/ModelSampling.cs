using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>How noise and time belong together for a model, what goes into it and what its output means (ComfyUI's model_sampling; Karras et al., "Elucidating the design space", table 1).</summary>
public abstract class ModelSampling
{
    private protected ModelSampling(SamplingConfig config) => Config = config;

    /// <summary>What was configured.</summary>
    public SamplingConfig Config { get; }

    /// <summary>The least noise.</summary>
    public float SigmaMin => Table[0];

    /// <summary>The most noise.</summary>
    public float SigmaMax => Table[^1];

    /// <summary>The table of sigmas, rising.</summary>
    public abstract ReadOnlySpan<float> Table { get; }

    /// <summary>What a configuration means.</summary>
    /// <exception cref="NodeFailure">It means nothing: a range that is empty, or not above 0.</exception>
    public static ModelSampling Of(SamplingConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.Noise switch
        {
            DiscreteNoise noise => new DiscreteSampling(config, noise),
            ContinuousNoise noise => new ContinuousSampling(config, noise),
            _ => throw new ArgumentException($"There is no sampling for {config.Noise}.", nameof(config)),
        };
    }

    /// <summary>The time that belongs to a sigma, as the network is told it.</summary>
    public abstract float Timestep(float sigma);

    /// <summary>The sigma that belongs to a time.</summary>
    public abstract float Sigma(float timestep);

    /// <summary>The sigma at a share of the sampling: 0 the beginning, 1 the end. At 0 and below it is above every sigma there is (10⁹), at 1 and above it is 0, so that ranges include their ends.</summary>
    public float AtShare(double share) => share <= 0 ? 999999999.9f : share >= 1 ? 0 : Between(1 - share);

    /// <summary>Whether there is as much noise as the model knows, or more: sampling then starts from nothing else.</summary>
    public bool IsMost(float sigma)
    {
        double most = SigmaMax;
        return sigma > most || Math.Abs(most - sigma) <= 1e-5 * Math.Max(most, Math.Abs((double)sigma));
    }

    /// <summary>What goes into the network.</summary>
    /// <param name="x">Noisy latents.</param>
    /// <param name="sigma">How much noise is in them.</param>
    /// <param name="scaled">Room for as many values; may be <paramref name="x"/>.</param>
    public void ScaleInput(ReadOnlySpan<float> x, float sigma, Span<float> scaled)
    {
        if (Config.Prediction is PredictionKind.Direct)
        {
            x.CopyTo(scaled);
            return;
        }

        Mix.Of(scaled, 1 / Math.Sqrt(((double)sigma * sigma) + (DataDeviation * DataDeviation)), x);
    }

    /// <summary>What the network's output means.</summary>
    /// <param name="x">Noisy latents, not scaled.</param>
    /// <param name="output">What the network gave.</param>
    /// <param name="sigma">How much noise is in them.</param>
    /// <param name="denoised">Room for the picture; may be <paramref name="output"/>.</param>
    public void Denoised(ReadOnlySpan<float> x, ReadOnlySpan<float> output, float sigma, Span<float> denoised)
    {
        var (ofInput, ofOutput) = Skip(sigma);
        if (ofInput == 0)
        {
            Mix.Of(denoised, ofOutput, output);
            return;
        }

        Mix.Of(denoised, ofInput, x, ofOutput, output);
    }

    /// <summary>Where sampling starts: the picture with as much noise as sigma says, or with that of pure noise where sigma is the most there is.</summary>
    /// <param name="noise">Noise of deviation 1; overwritten with the start.</param>
    /// <param name="latent">The picture, in the model's scale.</param>
    /// <param name="sigma">The first sigma.</param>
    public void AddNoise(Span<float> noise, ReadOnlySpan<float> latent, float sigma)
        => Mix.Of(noise, IsMost(sigma) ? Math.Sqrt(1 + ((double)sigma * sigma)) : sigma, noise, 1, latent);

    /// <summary>What sampling ends with, where noise is left in it: the inverse of <see cref="AddNoise"/>'s scaling. Nothing, for the models there are: their noise is added to the picture, which keeps its scale.</summary>
    public virtual void TakeScale(Span<float> x, float lastSigma)
    {
    }

    // The sigma at a share of the noise, 0 to 1.
    private protected abstract float Between(double share);

    private double DataDeviation => Config.Prediction is PredictionKind.Preconditioned ? 0.5 : 1;

    // The picture is first · input + second · output.
    private (double OfInput, double OfOutput) Skip(float sigma)
    {
        double s = sigma;
        var data = DataDeviation;
        var total = (s * s) + (data * data);
        switch (Config.Prediction)
        {
            case PredictionKind.Epsilon:
                return (1, -s);
            case PredictionKind.Velocity:
                return (data * data / total, -s * data / Math.Sqrt(total));
            case PredictionKind.Preconditioned:
                return (data * data / total, s * data / Math.Sqrt(total));
            case PredictionKind.Consistency:
                // Boundary condition of consistency models (Song et al., 2023): data of deviation 0.5, time scaled by 10.
                var time = Timestep(sigma) * 10.0;
                var whole = (time * time) + 0.25;
                var kept = time / Math.Sqrt(whole);
                return (kept + (0.25 / whole), -s * kept);
            default:
                return (0, 1);
        }
    }
}
