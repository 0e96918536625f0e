using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Sigmas from formulas. What they begin and end with stands for Stable Diffusion 1.5 until it is changed.</summary>
public static class FormulaSchedulerNodes
{
    /// <summary>Sigmas whose seventh root is even: most steps where there is little noise.</summary>
    /// <param name="steps">How many steps.</param>
    /// <param name="sigmaMax">The most noise.</param>
    /// <param name="sigmaMin">The least noise before 0.</param>
    /// <param name="rho">Which root is even; above 0.</param>
    /// <returns>The sigmas.</returns>
    [Node("KarrasScheduler", Title = "Karras scheduler", Category = "model/sampling/schedulers", Search = "sigmas,edm,rho")]
    public static Sigmas Karras(
        [Range(1, 10000)] int steps = 20,
        [Range(0, 5000), Input(Step = 0.01, Advanced = true)] double sigmaMax = 14.614642,
        [Range(0, 5000), Input(Step = 0.01, Advanced = true)] double sigmaMin = 0.0291675,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double rho = 7)
        => rho > 0 ? new([.. SigmaFormulas.Karras(steps, sigmaMin, sigmaMax, rho)])
            : throw new NodeFailure("There is no root of order 0; 'rho' is above 0.") { Input = "rho" };

    /// <summary>Sigmas whose logarithm is even.</summary>
    /// <param name="steps">How many steps.</param>
    /// <param name="sigmaMax">The most noise.</param>
    /// <param name="sigmaMin">The least noise before 0; above 0.</param>
    /// <returns>The sigmas.</returns>
    [Node("ExponentialScheduler", Title = "Exponential scheduler", Category = "model/sampling/schedulers", Search = "sigmas,logarithm")]
    public static Sigmas Exponential(
        [Range(1, 10000)] int steps = 20,
        [Range(0, 5000), Input(Step = 0.01, Advanced = true)] double sigmaMax = 14.614642,
        [Range(0, 5000), Input(Step = 0.01, Advanced = true)] double sigmaMin = 0.0291675)
        => new([.. SigmaFormulas.Exponential(steps, HasLogarithm("sigma_min", sigmaMin), HasLogarithm("sigma_max", sigmaMax))]);

    /// <summary>Sigmas whose logarithm is a polynomial.</summary>
    /// <param name="steps">How many steps.</param>
    /// <param name="sigmaMax">The most noise.</param>
    /// <param name="sigmaMin">The least noise before 0; above 0.</param>
    /// <param name="rho">Degree of the polynomial: 1 for even logarithms, more for more steps where there is little noise.</param>
    /// <returns>The sigmas.</returns>
    [Node("PolyexponentialScheduler", Title = "Polyexponential scheduler", Category = "model/sampling/schedulers", Search = "sigmas,logarithm,polynomial")]
    public static Sigmas Polyexponential(
        [Range(1, 10000)] int steps = 20,
        [Range(0, 5000), Input(Step = 0.01, Advanced = true)] double sigmaMax = 14.614642,
        [Range(0, 5000), Input(Step = 0.01, Advanced = true)] double sigmaMin = 0.0291675,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double rho = 1)
        => new([.. SigmaFormulas.Polyexponential(steps, HasLogarithm("sigma_min", sigmaMin), HasLogarithm("sigma_max", sigmaMax), rho)]);

    /// <summary>Sigmas whose logarithms are the quantiles of a Laplace distribution: most steps around the middle. They end at the least noise, not at 0.</summary>
    /// <param name="steps">How many sigmas.</param>
    /// <param name="sigmaMax">The most noise.</param>
    /// <param name="sigmaMin">The least noise.</param>
    /// <param name="mu">Logarithm of the sigma in the middle.</param>
    /// <param name="beta">How far the logarithms are spread.</param>
    /// <returns>The sigmas.</returns>
    [Node("LaplaceScheduler", Title = "Laplace scheduler", Category = "model/sampling/schedulers", Search = "sigmas,distribution")]
    public static Sigmas Laplace(
        [Range(1, 10000)] int steps = 20,
        [Range(0, 5000), Input(Step = 0.01, Advanced = true)] double sigmaMax = 14.614642,
        [Range(0, 5000), Input(Step = 0.01, Advanced = true)] double sigmaMin = 0.0291675,
        [Range(-10, 10), Input(Step = 0.1, Advanced = true)] double mu = 0,
        [Range(0, 10), Input(Step = 0.1, Advanced = true)] double beta = 0.5)
        => sigmaMin <= sigmaMax ? new([.. SigmaFormulas.Laplace(steps, sigmaMin, sigmaMax, mu, beta)])
            : throw new NodeFailure($"The least sigma is {sigmaMin} and the most {sigmaMax}; the least must not be more.") { Input = "sigma_min" };

    /// <summary>Sigmas of the continuous variance-preserving process.</summary>
    /// <param name="steps">How many steps.</param>
    /// <param name="betaD">How much faster noise comes at the end than at the beginning of the process.</param>
    /// <param name="betaMin">How fast noise comes at its beginning.</param>
    /// <param name="epsS">The time of the last step before 0.</param>
    /// <returns>The sigmas.</returns>
    [Node("VPScheduler", Title = "VP scheduler", Category = "model/sampling/schedulers", Search = "sigmas,variance preserving,score")]
    public static Sigmas VariancePreserving(
        [Range(1, 10000)] int steps = 20,
        [Range(0, 5000), Input(Step = 0.01, Advanced = true)] double betaD = 19.9,
        [Range(0, 5000), Input(Step = 0.01, Advanced = true)] double betaMin = 0.1,
        [Range(0, 1), Input(Step = 0.0001, Advanced = true)] double epsS = 0.001)
        => new([.. SigmaFormulas.VariancePreserving(steps, betaD, betaMin, epsS)]);

    /// <summary>Sigmas that were found to be best for a model and few steps.</summary>
    /// <param name="modelType">Which model they were found for.</param>
    /// <param name="steps">How many steps: 10 as they were found, others between them.</param>
    /// <param name="denoise">Which share of the steps is left: those at the end.</param>
    /// <returns>The sigmas.</returns>
    [Node("AlignYourStepsScheduler", Title = "Align your steps scheduler", Category = "model/sampling/schedulers", Search = "sigmas,AYS,few steps")]
    public static Sigmas AlignYourSteps(
        [Choices("SD1", "SDXL", "SVD")] string modelType = "SD1",
        [Range(1, 10000)] int steps = 10,
        [Range(0, 1), Input(Step = 0.01)] double denoise = 1)
        => new([.. AlignedSteps.Sigmas(modelType, steps, denoise)]);

    private static double HasLogarithm(string input, double sigma)
        => sigma > 0 ? sigma : throw new NodeFailure($"'{input}' is {sigma}, and 0 has no logarithm; it is above 0.") { Input = input };
}
