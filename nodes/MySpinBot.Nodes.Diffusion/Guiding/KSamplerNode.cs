using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Sampling by the names of a sampler and a scheduler.</summary>
public static class KSamplerNode
{
    /// <summary>Denoises latents with a model: the step that paints the picture.</summary>
    /// <remarks>The same seed gives the same picture, and the noise that ComfyUI gives for it. With a noise mask only what it covers is painted. Each step is shown while it runs; a run that is cancelled ends within its step.
    /// Where memory does not suffice for positive and negative and all pictures at once, they are taken one after the other; the picture stays the same.</remarks>
    /// <param name="model">The model that denoises.</param>
    /// <param name="seed">Which noise it begins with.</param>
    /// <param name="steps">How many steps are taken from noise to picture.</param>
    /// <param name="cfg">How much the positive prompt counts beside the negative: 1 leaves the negative out, much more than 10 makes pictures harsh.</param>
    /// <param name="samplerName">How each step is taken.</param>
    /// <param name="scheduler">How much noise is left when.</param>
    /// <param name="positive">What the picture is to show.</param>
    /// <param name="negative">What it is not to show.</param>
    /// <param name="latentImage">What is painted on: nothing, or a picture to be changed.</param>
    /// <param name="context">Where models and memory come from.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <param name="denoise">How much is made new: 1 everything, less keeps the structure of the picture.</param>
    /// <returns>The denoised latents.</returns>
    [Node("KSampler", Title = "KSampler", Category = "model/sampling", Search = "sampler,sample,generate,denoise,diffuse,txt2img,img2img", Lane = Lane.Device, Repeatability = Repeatability.SameMachine)]
    public static async Task<Latent> SampleAsync(
        DiffusionModel model,
        [Input(Seed = true), Optional, DefaultParameterValue(0UL)] ulong seed,
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
        [Range(0, 1), Input(Step = 0.01)] double denoise = 1)
    {
        var sigmas = Schedules.ForSampler(ModelSampling.Of(model.Sampling), samplerName, scheduler, steps, denoise);
        var request = new SamplingRequest(new Guider(model, positive, negative, cfg), new SamplerChoice(samplerName), ImmutableCollectionsMarshal.AsImmutableArray(sigmas), latentImage) { Seed = seed };
        return (await SamplingRun.RunAsync(request, context, cancellation)).Output;
    }
}
