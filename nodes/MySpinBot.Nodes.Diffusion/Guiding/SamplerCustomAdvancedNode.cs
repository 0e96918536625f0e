using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Sampling put together of parts.</summary>
public static class SamplerCustomAdvancedNode
{
    /// <summary>Denoises latents with a guider, a sampler, sigmas and noise, each chosen by a node of its own.</summary>
    /// <param name="noise">The noise that it begins with.</param>
    /// <param name="guider">The model, and what guides it.</param>
    /// <param name="sampler">How each step is taken.</param>
    /// <param name="sigmas">How much noise is left when.</param>
    /// <param name="latentImage">What is painted on.</param>
    /// <param name="context">Where models and memory come from.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>output: The latents, with the noise that the last sigma leaves; denoised_output: What the model saw without noise at the last step.</returns>
    [Node("SamplerCustomAdvanced", Title = "Sampler (custom, advanced)", Category = "model/sampling/custom", Search = "sampler,guider,sigmas,noise", Lane = Lane.Device, Repeatability = Repeatability.SameMachine)]
    public static async Task<(Latent Output, Latent DenoisedOutput)> SampleAsync(
        NoiseSource noise, Guider guider, SamplerChoice sampler, Sigmas sigmas, Latent latentImage, NodeContext context, CancellationToken cancellation)
    {
        var request = new SamplingRequest(guider, sampler, sigmas.Values, latentImage) { Seed = noise.Seed ?? 0, AddsNoise = noise.Seed is not null };
        var sampled = await SamplingRun.RunAsync(request, context, cancellation);
        return (sampled.Output, sampled.Denoised);
    }
}
