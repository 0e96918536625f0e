using System.Collections.Immutable;

namespace MySpinBot.Diffusion;

/// <summary>What is to be sampled.</summary>
/// <param name="Guider">The model, and what guides it.</param>
/// <param name="Sampler">The sampler.</param>
/// <param name="Sigmas">How much noise is left at each step; empty to sample nothing.</param>
/// <param name="Start">The latents to begin with: a picture, or zeros; with the mask of where to paint.</param>
public sealed record SamplingRequest(Guider Guider, SamplerChoice Sampler, ImmutableArray<float> Sigmas, Latent Start)
{
    /// <summary>The seed of the noise, and of the samplers that draw more.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether noise is added at the beginning; it is not where the latents have theirs already.</summary>
    public bool AddsNoise { get; init; } = true;

    /// <summary>A scheduler of diffusers, which takes the place of sampler and sigmas; null for none.</summary>
    public DiffusersRequest? Scheduler { get; init; }
}

/// <summary>What was sampled.</summary>
/// <param name="Output">The latents, with what noise the last sigma leaves.</param>
/// <param name="Denoised">What the model saw without noise at the last step.</param>
public sealed record SampledLatents(Latent Output, Latent Denoised);
