using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Svd;

/// <summary>Sigmas as diffusers chooses them for videos.</summary>
public static class VideoSchedulerNode
{
    // Karras et al., "Elucidating the design space", equation 5.
    private const double Rho = 7;

    /// <summary>The sigmas of diffusers' pipeline of Stable Video Diffusion: even in their seventh root.</summary>
    /// <remarks>The scheduler karras of the other nodes is the same formula as ComfyUI computes it, in single precision; these are those of diffusers, in double precision. They differ in the sixth digit.</remarks>
    /// <param name="model">The model; one that was trained for any amount of noise, as Stable Video Diffusion was.</param>
    /// <param name="steps">How many steps.</param>
    /// <returns>The sigmas, ending with 0.</returns>
    [Node("StableVideoDiffusionScheduler", Title = "Stable Video Diffusion scheduler (diffusers)", Category = "model/sampling/schedulers", Search = "SVD,diffusers,karras,sigmas,EulerDiscreteScheduler")]
    public static Sigmas Choose(DiffusionModel model, [Range(1, 10000)] int steps = 25)
        => model.Sampling.Noise is ContinuousNoise noise ? new Sigmas([.. Karras(noise, steps)])
            : throw new NodeFailure("This model was trained for a table of amounts of noise; a video model, which takes any, would be right. BasicScheduler chooses sigmas for both.") { Input = "model" };

    /// <summary>The sigmas of a number of steps, then 0.</summary>
    internal static float[] Karras(ContinuousNoise noise, int steps)
    {
        var (low, high) = (Math.Pow(noise.SigmaMin, 1 / Rho), Math.Pow(noise.SigmaMax, 1 / Rho));
        var sigmas = new float[steps + 1];
        for (var i = 0; i < steps; i++)
        {
            sigmas[i] = (float)Math.Pow(steps == 1 ? high : high + ((double)i / (steps - 1) * (low - high)), Rho);
        }

        return sigmas;
    }
}
