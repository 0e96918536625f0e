using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Choosing a sampler by name.</summary>
public static class KSamplerSelectNode
{
    /// <summary>A sampler with its usual numbers.</summary>
    /// <remarks>Samplers whose names end in _ancestral, _sde, ddpm, lcm, er_sde, seeds_ and sa_solver draw noise on the way, from the seed of the run; all others give the same picture for the same first noise. Those that end in _cfg_pp look at the negative side by itself, and want a scale of guidance near 1.
    /// The noise is that of ComfyUI on a processor. The samplers that end in _gpu draw it on the graphics processor there, which gives other pictures; here they are the same as those without.</remarks>
    /// <param name="samplerName">How each step is taken.</param>
    /// <returns>The sampler.</returns>
    [Node("KSamplerSelect", Title = "KSampler select", Category = "model/sampling/samplers", Search = "sampler,euler,dpm,heun,lcm,ddim,uni_pc")]
    public static SamplerChoice Select(
        [Choices(
            "euler", "euler_cfg_pp", "euler_ancestral", "euler_ancestral_cfg_pp", "heun", "heunpp2", "exp_heun_2_x0", "exp_heun_2_x0_sde", "dpm_2",
            "dpm_2_ancestral", "lms", "dpm_fast", "dpm_adaptive", "dpmpp_2s_ancestral", "dpmpp_2s_ancestral_cfg_pp", "dpmpp_sde", "dpmpp_sde_gpu", "dpmpp_2m",
            "dpmpp_2m_cfg_pp", "dpmpp_2m_sde", "dpmpp_2m_sde_gpu", "dpmpp_2m_sde_heun", "dpmpp_2m_sde_heun_gpu", "dpmpp_3m_sde", "dpmpp_3m_sde_gpu", "ddpm",
            "lcm", "ipndm", "ipndm_v", "deis", "res_multistep", "res_multistep_cfg_pp", "res_multistep_ancestral", "res_multistep_ancestral_cfg_pp",
            "gradient_estimation", "gradient_estimation_cfg_pp", "er_sde", "seeds_2", "seeds_3", "sa_solver", "sa_solver_pece", "ddim", "uni_pc", "uni_pc_bh2")] string samplerName = "euler")
        => new(samplerName);
}
