using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Where noise comes from.</summary>
public static class NoiseNodes
{
    /// <summary>Noise of a seed: the same as torch draws on a processor, and ComfyUI with it.</summary>
    /// <param name="noiseSeed">Which noise.</param>
    /// <returns>The noise.</returns>
    [Node("RandomNoise", Title = "Random noise", Category = "model/sampling/noise", Search = "seed,start")]
    public static NoiseSource Random([Input(Seed = true)] ulong noiseSeed = 0) => new(noiseSeed);

    /// <summary>No noise: for latents that have some left of a run before.</summary>
    /// <returns>Nothing.</returns>
    [Node("DisableNoise", Title = "No noise", Category = "model/sampling/noise", Search = "zero noise")]
    public static NoiseSource None() => new(Seed: null);

    /// <summary>Adds to latents the noise that they would have between two sigmas.</summary>
    /// <param name="model">The model whose noise it is.</param>
    /// <param name="noise">Which noise.</param>
    /// <param name="sigmas">How much: the first less the last.</param>
    /// <param name="latentImage">The latents.</param>
    /// <returns>The latents with noise.</returns>
    [Node("AddNoise", Title = "Add noise to latents", Category = "model/sampling/noise", Search = "renoise,img2img", Experimental = true, Repeatability = Repeatability.SameMachine)]
    public static Latent Add(DiffusionModel model, NoiseSource noise, Sigmas sigmas, Latent latentImage) => NoisyLatent.Of(model, noise, sigmas, latentImage);
}
