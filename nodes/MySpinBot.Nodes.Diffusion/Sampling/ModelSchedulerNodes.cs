using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Sigmas of a model.</summary>
public static class ModelSchedulerNodes
{
    /// <summary>The sigmas of a schedule by name.</summary>
    /// <param name="model">The model that is sampled.</param>
    /// <param name="scheduler">How much noise is left when.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="denoise">Which share of the noise is taken away: 1 all of it, less only the last steps of a longer schedule.</param>
    /// <returns>The sigmas.</returns>
    [Node("BasicScheduler", Title = "Basic scheduler", Category = "model/sampling/schedulers", Search = "sigmas,schedule,steps,denoise")]
    public static Sigmas Basic(
        DiffusionModel model,
        [Choices("simple", "sgm_uniform", "karras", "exponential", "ddim_uniform", "beta", "normal", "linear_quadratic", "kl_optimal")] string scheduler = "simple",
        [Range(1, 10000)] int steps = 20,
        [Range(0, 1), Input(Step = 0.01)] double denoise = 1)
        => new([.. Schedules.Last(ModelSampling.Of(model.Sampling), scheduler, steps, denoise)]);

    /// <summary>The sigmas of distilled models that take one to ten steps.</summary>
    /// <param name="model">The model that is sampled.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="denoise">Where it begins: 1 with nothing but noise.</param>
    /// <returns>The sigmas.</returns>
    [Node("SDTurboScheduler", Title = "SD turbo scheduler", Category = "model/sampling/schedulers", Search = "sigmas,turbo,distilled")]
    public static Sigmas Turbo(DiffusionModel model, [Range(1, 10)] int steps = 1, [Range(0, 1), Input(Step = 0.01)] double denoise = 1)
        => new([.. TableSchedules.Turbo(ModelSampling.Of(model.Sampling), steps, denoise)]);

    /// <summary>Sigmas at even quantiles of a beta distribution.</summary>
    /// <param name="model">The model that is sampled.</param>
    /// <param name="steps">How many steps; there are fewer where two would be the same.</param>
    /// <param name="alpha">Below 1, more steps where there is little noise; above 0.</param>
    /// <param name="beta">Below 1, more steps where there is much noise; above 0.</param>
    /// <returns>The sigmas.</returns>
    [Node("BetaSamplingScheduler", Title = "Beta sampling scheduler", Category = "model/sampling/schedulers", Search = "sigmas,beta,distribution")]
    public static Sigmas Beta(
        DiffusionModel model,
        [Range(1, 10000)] int steps = 20,
        [Range(0, 50), Input(Step = 0.01, Advanced = true)] double alpha = 0.6,
        [Range(0, 50), Input(Step = 0.01, Advanced = true)] double beta = 0.6)
        => new([.. TableSchedules.Beta(ModelSampling.Of(model.Sampling), steps, alpha, beta)]);
}
