using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Sampling by the schedulers of diffusers.</summary>
public static class DiffusersSamplerNode
{
    /// <summary>Denoises latents with a scheduler of diffusers, by the name of its class there.</summary>
    /// <remarks>The same seed gives the noise that diffusers draws from a generator on the processor, so that a pipeline of it is followed step by step: StableDiffusionPipeline where the latents are empty, StableDiffusionImg2ImgPipeline where they
    /// show a picture, of which <c>denoise</c> is the strength. KSampler has samplers of these names, too, which go other ways. The times that the network is told are whole ones.</remarks>
    /// <param name="model">The model that denoises.</param>
    /// <param name="seed">Which noise it begins with.</param>
    /// <param name="steps">How many steps are taken from noise to picture. PNDM asks the model once more.</param>
    /// <param name="cfg">How much the positive prompt counts beside the negative: 1 leaves the negative out.</param>
    /// <param name="scheduler">Which scheduler.</param>
    /// <param name="positive">What the picture is to show.</param>
    /// <param name="negative">What it is not to show.</param>
    /// <param name="latentImage">What is painted on: nothing, or a picture to be changed.</param>
    /// <param name="context">Where models and memory come from.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <param name="denoise">How much is made new: 1 everything; with less only the last of the steps are taken.</param>
    /// <param name="timestepSpacing">Which times steps are taken at. default is what the scheduler has where its configuration says nothing.</param>
    /// <param name="useKarrasSigmas">Whether sigmas are spaced as Karras et al. space them; for EulerDiscrete and DPMSolverMultistep.</param>
    /// <param name="eta">How much noise DDIM adds: 0 none, 1 as much as DDPM.</param>
    /// <param name="solverType">Which form of the second order DPMSolverMultistep takes.</param>
    /// <returns>The denoised latents.</returns>
    [Node("DiffusersSampler", Title = "Diffusers sampler", Category = "model/sampling", Search = "diffusers,scheduler,DDIM,PNDM,PLMS,Euler,DPM-Solver,sample,denoise", Lane = Lane.Device, Repeatability = Repeatability.SameMachine)]
    public static async Task<Latent> SampleAsync(
        DiffusionModel model,
        [Input(Seed = true), Optional, DefaultParameterValue(0UL)] ulong seed,
        [Range(1, 1000), Optional, DefaultParameterValue(50)] int steps,
        [Range(0, 100), Input(Step = 0.1), Optional, DefaultParameterValue(7.5)] double cfg,
        DiffusersScheduler scheduler,
        Conditioning positive,
        Conditioning negative,
        Latent latentImage,
        NodeContext context,
        CancellationToken cancellation,
        [Range(0, 1), Input(Step = 0.01)] double denoise = 1,
        [Choices("default", "linspace", "leading", "trailing"), Input(Advanced = true)] string timestepSpacing = "default",
        [Input(Advanced = true)] bool useKarrasSigmas = false,
        [Range(0, 1), Input(Step = 0.01, Advanced = true)] double eta = 0,
        [Choices("midpoint", "heun"), Input(Advanced = true)] string solverType = "midpoint")
    {
        var plain = DiffusersConfig.For(model.Sampling, scheduler);
        var config = plain with
        {
            Spacing = timestepSpacing switch { "linspace" => TimestepSpacing.Linspace, "leading" => TimestepSpacing.Leading, "trailing" => TimestepSpacing.Trailing, _ => plain.Spacing },
            UsesKarrasSigmas = useKarrasSigmas,
            Eta = eta,
            IsHeun = solverType == "heun",
        };
        var request = new SamplingRequest(new Guider(model, positive, negative, cfg), new SamplerChoice("euler"), [], latentImage) { Seed = seed, Scheduler = new DiffusersRequest(config, steps) { Strength = denoise } };
        return (await SamplingRun.RunAsync(request, context, cancellation)).Output;
    }
}
