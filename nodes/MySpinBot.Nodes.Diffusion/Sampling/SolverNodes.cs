using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Solvers with numbers of their own.</summary>
public static class SolverNodes
{
    /// <summary>A polynomial through the last directions.</summary>
    /// <param name="order">Through how many.</param>
    /// <returns>The sampler.</returns>
    [Node("SamplerLMS", Title = "Sampler LMS", Category = "model/sampling/samplers", Search = "linear multistep,adams")]
    public static SamplerChoice LinearMultistep([Range(1, 100), Input(Advanced = true)] int order = 4) => SamplerNumbers.Of("lms", ("order", order));

    /// <summary>DPM-Solver that makes its steps as long as the error allows, however many the sigmas are.</summary>
    /// <param name="order">Order of the solver.</param>
    /// <param name="rtol">Error that is allowed, as a share of the latents.</param>
    /// <param name="atol">Error that is allowed at least.</param>
    /// <param name="hInit">Length of the first step, in the logarithm of sigma; above 0.</param>
    /// <param name="pcoeff">How much the last error counts for the length of the next step.</param>
    /// <param name="icoeff">How much the sum of errors counts.</param>
    /// <param name="dcoeff">How much the change of errors counts.</param>
    /// <param name="acceptSafety">A step is taken again where the next would have to be shorter by this factor.</param>
    /// <param name="eta">How much noise is made new: 0 none.</param>
    /// <param name="sNoise">What the noise is multiplied by.</param>
    /// <returns>The sampler.</returns>
    [Node("SamplerDPMAdaptative", Title = "Sampler DPM adaptive", Category = "model/sampling/samplers", Search = "dpm_adaptive,adaptive,error,tolerance")]
    public static SamplerChoice Adaptive(
        [Range(2, 3), Input(Advanced = true)] int order = 3,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double rtol = 0.05,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double atol = 0.0078,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double hInit = 0.05,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double pcoeff = 0,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double icoeff = 1,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double dcoeff = 0,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double acceptSafety = 0.81,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double eta = 0,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double sNoise = 1)
        => SamplerNumbers.Of(
            "dpm_adaptive",
            ("order", order), ("rtol", rtol), ("atol", atol), ("h_init", hInit), ("pcoeff", pcoeff), ("icoeff", icoeff), ("dcoeff", dcoeff), ("accept_safety", acceptSafety), ("eta", eta), ("s_noise", sNoise));

    /// <summary>The reverse equation with a noise function of choice, in up to three stages.</summary>
    /// <param name="solverType">ER-SDE has the paper's noise, Reverse-time SDE a power of sigma, ODE none.</param>
    /// <param name="maxStage">How many of the last pictures count.</param>
    /// <param name="eta">How much noise is made new by Reverse-time SDE: 0 none. The others do not take it.</param>
    /// <param name="sNoise">What the noise is multiplied by.</param>
    /// <returns>The sampler.</returns>
    [Node("SamplerER_SDE", Title = "Sampler ER-SDE", Category = "model/sampling/samplers", Search = "er_sde,extended reverse,ode,noise,eta")]
    public static SamplerChoice ExtendedReverse(
        [Choices("ER-SDE", "Reverse-time SDE", "ODE")] string solverType = "ER-SDE",
        [Range(1, 3), Input(Advanced = true)] int maxStage = 3,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double eta = 1,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double sNoise = 1)
    {
        var isPaper = solverType == "ER-SDE";
        var grown = solverType == "Reverse-time SDE" ? eta : 0;
        return SamplerNumbers.Of("er_sde", ("s_noise", isPaper || grown > 0 ? sNoise : 0), ("max_stage", maxStage), ("power", isPaper ? 0 : grown + 1));
    }

    /// <summary>Stochastic Adams: predicts with the last pictures, and corrects with the next.</summary>
    /// <param name="model">The model that is sampled: it says which sigmas the shares are.</param>
    /// <param name="eta">How much noise is made new: 0 none.</param>
    /// <param name="sdeStartPercent">From which share of the sampling on noise is made new.</param>
    /// <param name="sdeEndPercent">Until which.</param>
    /// <param name="sNoise">What the noise is multiplied by.</param>
    /// <param name="predictorOrder">How many pictures predict.</param>
    /// <param name="correctorOrder">How many correct: 0 for no correction.</param>
    /// <param name="usePece">Whether the model is asked again about what was corrected: twice the work.</param>
    /// <param name="simpleOrder2">Whether the paper's short form is used for two pictures.</param>
    /// <returns>The sampler.</returns>
    [Node("SamplerSASolver", Title = "Sampler SA-Solver", Category = "model/sampling/samplers", Search = "sa_solver,sde,adams,predictor,corrector")]
    public static SamplerChoice StochasticAdams(
        DiffusionModel model,
        [Range(0, 10), Input(Step = 0.01, Advanced = true)] double eta = 1,
        [Range(0, 1), Input(Step = 0.001, Advanced = true)] double sdeStartPercent = 0.2,
        [Range(0, 1), Input(Step = 0.001, Advanced = true)] double sdeEndPercent = 0.8,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double sNoise = 1,
        [Range(1, 6), Input(Advanced = true)] int predictorOrder = 3,
        [Range(0, 6), Input(Advanced = true)] int correctorOrder = 4,
        [Input(Advanced = true)] bool usePece = false,
        [Input(Name = "simple_order_2", Advanced = true)] bool simpleOrder2 = false)
    {
        var sampling = ModelSampling.Of(model.Sampling);
        return SamplerNumbers.Of(
            "sa_solver",
            ("eta", eta), ("tau_start", sampling.AtShare(sdeStartPercent)), ("tau_end", sampling.AtShare(sdeEndPercent)), ("s_noise", sNoise),
            ("predictor_order", predictorOrder), ("corrector_order", correctorOrder), ("use_pece", usePece ? 1 : 0), ("simple_order_2", simpleOrder2 ? 1 : 0));
    }

    /// <summary>Exponential steps for the stochastic equation, with one stage between.</summary>
    /// <remarks>As it stands it is the sampler seeds_2. With phi_2, an r of 1 and an eta of 0 it is exp_heun_2_x0; with an eta of 1, exp_heun_2_x0_sde.</remarks>
    /// <param name="solverType">How the change of the picture counts: a share of the step, or by the exact integral.</param>
    /// <param name="eta">How much noise is made new: 0 none.</param>
    /// <param name="sNoise">What the noise is multiplied by.</param>
    /// <param name="r">Where the stage lies: 0.5 in the middle of the step, 1 at its end.</param>
    /// <returns>The sampler.</returns>
    [Node("SamplerSEEDS2", Title = "Sampler SEEDS-2", Category = "model/sampling/samplers", Search = "seeds,sde,exp heun")]
    public static SamplerChoice Seeds(
        [Choices("phi_1", "phi_2")] string solverType = "phi_1",
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double eta = 1,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double sNoise = 1,
        [Range(0.01, 1), Input(Step = 0.01, Advanced = true)] double r = 0.5)
        => SamplerNumbers.Of("seeds_2", ("eta", eta), ("s_noise", sNoise), ("r", r), ("phi", solverType == "phi_2" ? 2 : 1));
}
