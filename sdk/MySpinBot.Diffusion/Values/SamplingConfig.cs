namespace MySpinBot.Diffusion;

/// <summary>What a network was trained to predict, and for which noise.</summary>
/// <param name="Prediction">What comes out of it.</param>
/// <param name="Noise">How much noise there is when.</param>
public sealed record SamplingConfig(PredictionKind Prediction, NoiseConfig Noise)
{
    /// <summary>Stable Diffusion 1.5.</summary>
    public static SamplingConfig StableDiffusion { get; } = new(PredictionKind.Epsilon, new DiscreteNoise());

    /// <summary>Stable Video Diffusion.</summary>
    public static SamplingConfig StableVideoDiffusion { get; } = new(PredictionKind.Velocity, new ContinuousNoise(0.002, 700));
}

/// <summary>What comes out of a network.</summary>
public enum PredictionKind
{
    /// <summary>The noise.</summary>
    Epsilon,

    /// <summary>Velocity (Salimans and Ho, "Progressive distillation").</summary>
    Velocity,

    /// <summary>The picture itself.</summary>
    Sample,

    /// <summary>As a consistency model gives it (ComfyUI's lcm): the noise, for 50 of the steps, with the ends of its boundary condition.</summary>
    Consistency,

    /// <summary>The picture, with the skip of Karras et al. for data of deviation 0.5 (ComfyUI's edm).</summary>
    Preconditioned,

    /// <summary>The picture itself, of a network that is given latents as they are (ComfyUI's img_to_img).</summary>
    Direct,
}

/// <summary>How much noise there is when.</summary>
public abstract record NoiseConfig;

/// <summary>A table of steps: betas evenly between the roots ("scaled linear"), as Stable Diffusion was trained.</summary>
/// <param name="BetaStart">The first beta.</param>
/// <param name="BetaEnd">The last beta.</param>
/// <param name="Steps">How many.</param>
/// <param name="HasZeroTerminal">Whether the last step is pure noise (zero terminal signal-to-noise ratio).</param>
public sealed record DiscreteNoise(double BetaStart = 0.00085, double BetaEnd = 0.012, int Steps = 1000, bool HasZeroTerminal = false) : NoiseConfig;

/// <summary>Any sigma in a range, with 0.25 · ln(sigma) for the time (EDM).</summary>
/// <param name="SigmaMin">The least.</param>
/// <param name="SigmaMax">The most.</param>
public sealed record ContinuousNoise(double SigmaMin, double SigmaMax) : NoiseConfig;
