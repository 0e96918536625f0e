namespace MySpinBot.Diffusion;

/// <summary>How noise and time belong together for a model, what goes into it and what its output means (ComfyUI's model_sampling; Karras et al., "Elucidating the design space", table 1).</summary>
public abstract class ModelSampling
{
    /// <summary>What was configured.</summary>
    public SamplingConfig Config { get; }

    private protected ModelSampling(SamplingConfig config) => Config = config;

    /// <summary>The least noise.</summary>
    public abstract float SigmaMin { get; }

    /// <summary>The most noise.</summary>
    public abstract float SigmaMax { get; }

    /// <summary>The table of sigmas, rising.</summary>
    public abstract ReadOnlySpan<float> Table { get; }

    /// <summary>What a configuration means.</summary>
    public static ModelSampling Of(SamplingConfig config) => throw new NotSupportedException($"{config}");

    /// <summary>The time that belongs to a sigma, as the network is told it.</summary>
    public abstract float Timestep(float sigma);

    /// <summary>The sigma that belongs to a time.</summary>
    public abstract float Sigma(float timestep);

    /// <summary>The sigma at a share of the sampling: 0 the beginning, 1 the end.</summary>
    public abstract float AtShare(double share);

    /// <summary>What goes into the network.</summary>
    /// <param name="x">Noisy latents.</param>
    /// <param name="sigma">How much noise is in them.</param>
    /// <param name="scaled">Room for as many values.</param>
    public abstract void ScaleInput(ReadOnlySpan<float> x, float sigma, Span<float> scaled);

    /// <summary>What the network's output means.</summary>
    /// <param name="x">Noisy latents, not scaled.</param>
    /// <param name="output">What the network gave.</param>
    /// <param name="sigma">How much noise is in them.</param>
    /// <param name="denoised">Room for the picture; may be <paramref name="output"/>.</param>
    public abstract void Denoised(ReadOnlySpan<float> x, ReadOnlySpan<float> output, float sigma, Span<float> denoised);

    /// <summary>Where sampling starts.</summary>
    /// <param name="noise">Noise of deviation 1; overwritten with the start.</param>
    /// <param name="latent">The picture, in the model's scale.</param>
    /// <param name="sigma">The first sigma.</param>
    public abstract void AddNoise(Span<float> noise, ReadOnlySpan<float> latent, float sigma);

    /// <summary>What sampling ends with, where noise is left in it: the inverse of <see cref="AddNoise"/>'s scaling.</summary>
    public abstract void TakeScale(Span<float> x, float lastSigma);
}
