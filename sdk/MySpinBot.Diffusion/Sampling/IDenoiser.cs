namespace MySpinBot.Diffusion;

/// <summary>What a sampler asks: what the picture would be without the noise. Guidance, masks and areas are behind it.</summary>
public interface IDenoiser
{
    /// <summary>Shape of what is sampled.</summary>
    LatentShape Shape { get; }

    /// <summary>How noise and time belong together for the model.</summary>
    ModelSampling Sampling { get; }

    /// <summary>Denoises once.</summary>
    /// <param name="x">Noisy latents in the model's scale, variance-exploding: picture + sigma · noise.</param>
    /// <param name="sigma">How much noise is in them.</param>
    /// <param name="denoised">Room for the picture.</param>
    /// <param name="unconditional">Room for what the negative side alone gives; empty where it is not wanted. A sampler that wants it makes the negative side run at a scale of 1 too.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled; within one operator of the network.</exception>
    void Denoise(ReadOnlySpan<float> x, float sigma, Span<float> denoised, Span<float> unconditional = default);
}
