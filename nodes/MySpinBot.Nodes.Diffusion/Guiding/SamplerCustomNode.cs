using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Sampling with a sampler and sigmas of one's own.</summary>
public static class SamplerCustomNode
{
    /// <summary>Denoises latents with a sampler and sigmas that other nodes choose.</summary>
    /// <param name="model">The model that denoises.</param>
    /// <param name="addNoise">Whether noise is added at the beginning.</param>
    /// <param name="noiseSeed">Which noise.</param>
    /// <param name="cfg">How much the positive prompt counts beside the negative: 1 leaves the negative out.</param>
    /// <param name="positive">What the picture is to show.</param>
    /// <param name="negative">What it is not to show.</param>
    /// <param name="sampler">How each step is taken.</param>
    /// <param name="sigmas">How much noise is left when.</param>
    /// <param name="latentImage">What is painted on.</param>
    /// <param name="context">Where models and memory come from.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>output: The latents, with the noise that the last sigma leaves; denoised_output: What the model saw without noise at the last step.</returns>
    [Node("SamplerCustom", Title = "Sampler (custom)", Category = "model/sampling/custom", Search = "sampler,sigmas,sample,denoise", Lane = Lane.Device, Repeatability = Repeatability.SameMachine)]
    public static async Task<(Latent Output, Latent DenoisedOutput)> SampleAsync(
        DiffusionModel model,
        [Input(Advanced = true), Optional, DefaultParameterValue(true)] bool addNoise,
        [Input(Seed = true), Optional, DefaultParameterValue(0UL)] ulong noiseSeed,
        [Range(0, 100), Input(Step = 0.1), Optional, DefaultParameterValue(8.0)] double cfg,
        Conditioning positive,
        Conditioning negative,
        SamplerChoice sampler,
        Sigmas sigmas,
        Latent latentImage,
        NodeContext context,
        CancellationToken cancellation)
    {
        var request = new SamplingRequest(new Guider(model, positive, negative, cfg), sampler, sigmas.Values, latentImage) { Seed = noiseSeed, AddsNoise = addNoise };
        var sampled = await SamplingRun.RunAsync(request, context, cancellation);
        return (sampled.Output, sampled.Denoised);
    }
}
