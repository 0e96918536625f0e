using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Samplers of stochastic equations, whose noise is one Brownian path over all sigmas.</summary>
public static class StochasticSamplerNodes
{
    /// <summary>DPM-Solver++ for the stochastic equation, with three pictures of memory.</summary>
    /// <remarks>Noise is drawn on the processor whatever is chosen for noise_device: so it is the same on every machine, and that of ComfyUI with cpu.</remarks>
    /// <param name="eta">How much noise is made new: 0 none.</param>
    /// <param name="sNoise">What the noise is multiplied by.</param>
    /// <param name="noiseDevice">Where ComfyUI draws the noise; here it makes no difference.</param>
    /// <returns>The sampler.</returns>
    [Node("SamplerDPMPP_3M_SDE", Title = "Sampler DPM++ 3M SDE", Category = "model/sampling/samplers", Search = "dpmpp,brownian,noise,eta")]
    public static SamplerChoice ThirdOrder(
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double eta = 1,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double sNoise = 1,
        [Choices("gpu", "cpu"), Input(Advanced = true)] string noiseDevice = "gpu")
        => SamplerNumbers.Of(On(noiseDevice, "dpmpp_3m_sde"), ("eta", eta), ("s_noise", sNoise));

    /// <summary>DPM-Solver++ for the stochastic equation, with two pictures of memory.</summary>
    /// <remarks>Noise is drawn on the processor whatever is chosen for noise_device: so it is the same on every machine, and that of ComfyUI with cpu.</remarks>
    /// <param name="solverType">How the change of the picture counts: half of the step, or by the exact integral.</param>
    /// <param name="eta">How much noise is made new: 0 none.</param>
    /// <param name="sNoise">What the noise is multiplied by.</param>
    /// <param name="noiseDevice">Where ComfyUI draws the noise; here it makes no difference.</param>
    /// <returns>The sampler.</returns>
    [Node("SamplerDPMPP_2M_SDE", Title = "Sampler DPM++ 2M SDE", Category = "model/sampling/samplers", Search = "dpmpp,brownian,noise,eta,heun,midpoint")]
    public static SamplerChoice SecondOrder(
        [Choices("midpoint", "heun")] string solverType = "midpoint",
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double eta = 1,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double sNoise = 1,
        [Choices("gpu", "cpu"), Input(Advanced = true)] string noiseDevice = "gpu")
        => SamplerNumbers.Of(On(noiseDevice, "dpmpp_2m_sde"), ("eta", eta), ("s_noise", sNoise), ("heun", solverType == "heun" ? 1 : 0));

    /// <summary>DPM-Solver++ for the stochastic equation, in single steps with a stage between.</summary>
    /// <remarks>Noise is drawn on the processor whatever is chosen for noise_device: so it is the same on every machine, and that of ComfyUI with cpu.</remarks>
    /// <param name="eta">How much noise is made new: 0 none.</param>
    /// <param name="sNoise">What the noise is multiplied by.</param>
    /// <param name="r">Where the stage lies: 0.5 in the middle of the step; above 0.</param>
    /// <param name="noiseDevice">Where ComfyUI draws the noise; here it makes no difference.</param>
    /// <returns>The sampler.</returns>
    [Node("SamplerDPMPP_SDE", Title = "Sampler DPM++ SDE", Category = "model/sampling/samplers", Search = "dpmpp,brownian,noise,eta")]
    public static SamplerChoice SingleStep(
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double eta = 1,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double sNoise = 1,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double r = 0.5,
        [Choices("gpu", "cpu"), Input(Advanced = true)] string noiseDevice = "gpu")
        => SamplerNumbers.Of(On(noiseDevice, "dpmpp_sde"), ("eta", eta), ("s_noise", sNoise), ("r", r));

    private static string On(string device, string sampler) => device == "cpu" ? sampler : sampler + "_gpu";
}
