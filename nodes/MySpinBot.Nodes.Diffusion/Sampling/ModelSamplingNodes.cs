using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Saying what a model was trained to predict, where its file does not.</summary>
public static class ModelSamplingNodes
{
    /// <summary>Samples a model by a table of steps.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sampling">What comes out of it. eps: the noise; v_prediction: velocity; lcm: as a consistency model gives it; x0: the picture; img_to_img: the picture, of latents that go in unscaled. img_to_img_flow is for flow models, which are not supported.</param>
    /// <param name="zsnr">Whether the last step is pure noise (zero terminal signal-to-noise ratio).</param>
    /// <returns>The model, sampled so.</returns>
    [Node("ModelSamplingDiscrete", Title = "Model sampling, discrete", Category = "model/patch", Search = "lcm,v prediction,zsnr,eps,x0")]
    public static DiffusionModel Discrete(
        DiffusionModel model,
        [Choices("eps", "v_prediction", "lcm", "x0", "img_to_img", "img_to_img_flow")] string sampling = "eps",
        [Input(Advanced = true)] bool zsnr = false)
    {
        var prediction = sampling switch
        {
            "eps" => PredictionKind.Epsilon,
            "v_prediction" => PredictionKind.Velocity,
            "lcm" => PredictionKind.Consistency,
            "x0" => PredictionKind.Sample,
            "img_to_img" => PredictionKind.Direct,
            _ => throw new NodeFailure($"'{sampling}' is for flow models, which are not supported; the models that are take eps, v_prediction, lcm, x0 or img_to_img.") { Input = "sampling" },
        };
        var noise = model.Sampling.Noise as DiscreteNoise ?? new DiscreteNoise();
        return model with { Sampling = new SamplingConfig(prediction, noise with { HasZeroTerminal = zsnr }) };
    }

    /// <summary>Samples a model by any sigma of a range (EDM).</summary>
    /// <param name="model">The model.</param>
    /// <param name="sampling">What comes out of it. v_prediction: velocity; edm: the picture as Karras et al. have it; eps: the noise. edm_playground_v2.5 and cosmos_rflow are for models that are not supported.</param>
    /// <param name="sigmaMax">The most noise.</param>
    /// <param name="sigmaMin">The least noise; above 0.</param>
    /// <returns>The model, sampled so.</returns>
    [Node("ModelSamplingContinuousEDM", Title = "Model sampling, continuous EDM", Category = "model/patch", Search = "edm,v prediction,svd,sigma")]
    public static DiffusionModel Continuous(
        DiffusionModel model,
        [Choices("v_prediction", "edm", "edm_playground_v2.5", "eps", "cosmos_rflow")] string sampling = "v_prediction",
        [Range(0, 1000), Input(Step = 0.001, Advanced = true)] double sigmaMax = 120,
        [Range(0, 1000), Input(Step = 0.001, Advanced = true)] double sigmaMin = 0.002)
    {
        var prediction = sampling switch
        {
            "v_prediction" => PredictionKind.Velocity,
            "edm" => PredictionKind.Preconditioned,
            "eps" => PredictionKind.Epsilon,
            _ => throw new NodeFailure($"'{sampling}' is for models that are not supported; those that are take v_prediction, edm or eps.") { Input = "sampling" },
        };
        var config = new SamplingConfig(prediction, new ContinuousNoise(sigmaMin, sigmaMax));

        // Says at once that a range is empty, not only where it is sampled.
        ModelSampling.Of(config);
        return model with { Sampling = config };
    }

    /// <summary>Brings guided pictures back to the contrast that they have without guidance, so that a high scale does not make them harsh.</summary>
    /// <remarks>Made for models that predict velocity and have a last step of pure noise.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="multiplier">How far: 0 not at all, 1 fully.</param>
    /// <returns>The model, guided so.</returns>
    [Node("RescaleCFG", Title = "Rescale CFG", Category = "model/patch", Search = "guidance,contrast,overexposed,v prediction,zsnr")]
    public static DiffusionModel Rescale(DiffusionModel model, [Range(0, 1), Input(Step = 0.01)] double multiplier = 0.7) => model with { Guidance = new RescaledGuidance(multiplier) };
}
