using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Sampling some of the steps of a schedule.</summary>
public static class KSamplerAdvancedNode
{
    /// <summary>Denoises latents from one step of a schedule to another, so that several samplers, models or prompts can share one picture.</summary>
    /// <remarks>A run from step 0 to 12 that leaves its noise, and one from 12 on that adds none, are one whole run with the sampler euler. Samplers that remember earlier steps or draw more noise begin anew at the second.
    /// Where the start lies behind the end, the latents come back unchanged.</remarks>
    /// <param name="model">The model that denoises.</param>
    /// <param name="addNoise">Whether noise is added at the beginning; not where a run before has left some.</param>
    /// <param name="noiseSeed">Which noise.</param>
    /// <param name="steps">How many steps the whole schedule has.</param>
    /// <param name="cfg">How much the positive prompt counts beside the negative: 1 leaves the negative out.</param>
    /// <param name="samplerName">How each step is taken.</param>
    /// <param name="scheduler">How much noise is left when.</param>
    /// <param name="positive">What the picture is to show.</param>
    /// <param name="negative">What it is not to show.</param>
    /// <param name="latentImage">What is painted on.</param>
    /// <param name="context">Where models and memory come from.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <param name="startAtStep">The first step that is taken.</param>
    /// <param name="endAtStep">The step before which it ends; beyond the last is to the end.</param>
    /// <param name="returnWithLeftoverNoise">Whether the noise of the steps that are not taken is left in the latents; otherwise the last step takes all of it away.</param>
    /// <returns>The latents.</returns>
    [Node("KSamplerAdvanced", Title = "KSampler (advanced)", Category = "model/sampling", Search = "sampler,steps,refiner,leftover noise", Lane = Lane.Device, Repeatability = Repeatability.SameMachine)]
    public static async Task<Latent> SampleAsync(
        DiffusionModel model,
        [Choices("enable", "disable"), Input(Advanced = true)] string addNoise,
        [Input(Seed = true), Optional, DefaultParameterValue(0UL)] ulong noiseSeed,
        [Range(1, 10000), Optional, DefaultParameterValue(20)] int steps,
        [Range(0, 100), Input(Step = 0.1), Optional, DefaultParameterValue(8.0)] double cfg,
        [Choices(
            "euler", "euler_cfg_pp", "euler_ancestral", "euler_ancestral_cfg_pp", "heun", "heunpp2", "exp_heun_2_x0", "exp_heun_2_x0_sde", "dpm_2",
            "dpm_2_ancestral", "lms", "dpm_fast", "dpm_adaptive", "dpmpp_2s_ancestral", "dpmpp_2s_ancestral_cfg_pp", "dpmpp_sde", "dpmpp_sde_gpu", "dpmpp_2m",
            "dpmpp_2m_cfg_pp", "dpmpp_2m_sde", "dpmpp_2m_sde_gpu", "dpmpp_2m_sde_heun", "dpmpp_2m_sde_heun_gpu", "dpmpp_3m_sde", "dpmpp_3m_sde_gpu", "ddpm",
            "lcm", "ipndm", "ipndm_v", "deis", "res_multistep", "res_multistep_cfg_pp", "res_multistep_ancestral", "res_multistep_ancestral_cfg_pp",
            "gradient_estimation", "gradient_estimation_cfg_pp", "er_sde", "seeds_2", "seeds_3", "sa_solver", "sa_solver_pece", "ddim", "uni_pc", "uni_pc_bh2")] string samplerName,
        [Choices(
            "simple", "sgm_uniform", "karras", "exponential", "ddim_uniform", "beta", "normal", "linear_quadratic", "kl_optimal")] string scheduler,
        Conditioning positive,
        Conditioning negative,
        Latent latentImage,
        NodeContext context,
        CancellationToken cancellation,
        [Range(0, 10000), Input(Advanced = true)] int startAtStep = 0,
        [Range(0, 10000), Input(Advanced = true)] int endAtStep = 10000,
        [Choices("disable", "enable"), Input(Advanced = true)] string returnWithLeftoverNoise = "disable")
    {
        var all = Schedules.ForSampler(ModelSampling.Of(model.Sampling), samplerName, scheduler, steps, 1);
        var sigmas = SigmaRange.Of(all, startAtStep, endAtStep, keepsNoise: returnWithLeftoverNoise == "enable");
        var request = new SamplingRequest(new Guider(model, positive, negative, cfg), new SamplerChoice(samplerName), ImmutableCollectionsMarshal.AsImmutableArray(sigmas), latentImage)
        {
            Seed = noiseSeed,
            AddsNoise = addNoise == "enable",
        };
        return (await SamplingRun.RunAsync(request, context, cancellation)).Output;
    }
}
