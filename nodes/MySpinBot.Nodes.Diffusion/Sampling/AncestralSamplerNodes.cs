using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Samplers that go further than they should and add noise.</summary>
public static class AncestralSamplerNodes
{
    /// <summary>Euler's method that goes further than sigma says and adds noise.</summary>
    /// <param name="eta">How much noise is made new at each step: 0 none, 1 as much as the training's way back implies.</param>
    /// <param name="sNoise">What the noise is multiplied by; more than 1 adds detail, and at last grain.</param>
    /// <returns>The sampler.</returns>
    [Node("SamplerEulerAncestral", Title = "Sampler Euler ancestral", Category = "model/sampling/samplers", Search = "euler a,noise,eta")]
    public static SamplerChoice Euler([Range(0, 100), Input(Step = 0.01, Advanced = true)] double eta = 1, [Range(0, 100), Input(Step = 0.01, Advanced = true)] double sNoise = 1)
        => SamplerNumbers.Of("euler_ancestral", ("eta", eta), ("s_noise", sNoise));

    /// <summary>Euler's method with noise, in the direction that the negative side gives (CFG++).</summary>
    /// <param name="eta">How much noise is made new at each step.</param>
    /// <param name="sNoise">What the noise is multiplied by.</param>
    /// <returns>The sampler.</returns>
    [Node("SamplerEulerAncestralCFGPP", Title = "Sampler Euler ancestral CFG++", Category = "model/sampling/samplers", Search = "cfg pp,noise,eta")]
    public static SamplerChoice EulerGuided([Range(0, 1), Input(Step = 0.01)] double eta = 1, [Range(0, 10), Input(Step = 0.01)] double sNoise = 1)
        => SamplerNumbers.Of("euler_ancestral_cfg_pp", ("eta", eta), ("s_noise", sNoise));

    /// <summary>DPM-Solver++ of second order in single steps, with noise added after each.</summary>
    /// <param name="eta">How much noise is made new at each step.</param>
    /// <param name="sNoise">What the noise is multiplied by.</param>
    /// <returns>The sampler.</returns>
    [Node("SamplerDPMPP_2S_Ancestral", Title = "Sampler DPM++ 2S ancestral", Category = "model/sampling/samplers", Search = "dpmpp,dpm++ 2s a,noise,eta")]
    public static SamplerChoice DpmPlus([Range(0, 100), Input(Step = 0.01)] double eta = 1, [Range(0, 100), Input(Step = 0.01)] double sNoise = 1)
        => SamplerNumbers.Of("dpmpp_2s_ancestral", ("eta", eta), ("s_noise", sNoise));
}
