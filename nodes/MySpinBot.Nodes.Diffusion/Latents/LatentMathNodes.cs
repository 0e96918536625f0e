using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Arithmetic of latents. The second of two gets the size of the first, and is repeated where it has fewer pictures.</summary>
public static class LatentMathNodes
{
    /// <summary>Adds latents.</summary>
    /// <param name="samples1">The one.</param>
    /// <param name="samples2">The other.</param>
    /// <param name="cancellation">Stops the scaling.</param>
    /// <returns>The sum.</returns>
    [Node("LatentAdd", Category = "model/latent/advanced", Search = "sum,combine latents")]
    public static Latent Add(Latent samples1, Latent samples2, CancellationToken cancellation) => LatentMixing.Add(samples1, samples2, cancellation);

    /// <summary>Takes latents from others.</summary>
    /// <param name="samples1">What is taken from.</param>
    /// <param name="samples2">What is taken.</param>
    /// <param name="cancellation">Stops the scaling.</param>
    /// <returns>The difference.</returns>
    [Node("LatentSubtract", Category = "model/latent/advanced", Search = "difference")]
    public static Latent Subtract(Latent samples1, Latent samples2, CancellationToken cancellation) => LatentMixing.Subtract(samples1, samples2, cancellation);

    /// <summary>Multiplies latents by a number.</summary>
    /// <param name="samples">The latents.</param>
    /// <param name="multiplier">The number.</param>
    /// <returns>The product.</returns>
    [Node("LatentMultiply", Category = "model/latent/advanced", Search = "scale latent,amplify latent")]
    public static Latent Multiply(Latent samples, [Range(-10.0, 10.0), Input(Step = 0.01)] double multiplier = 1) => LatentMixing.Multiply(samples, multiplier);

    /// <summary>Goes from one picture to another: between the directions of their cells and between their lengths, so that what lies between is not grey.</summary>
    /// <param name="samples1">What counts with a ratio of 1.</param>
    /// <param name="samples2">What counts with a ratio of 0.</param>
    /// <param name="cancellation">Stops the scaling.</param>
    /// <param name="ratio">How much the first counts.</param>
    /// <returns>What lies between.</returns>
    [Node("LatentInterpolate", Category = "model/latent/advanced", Search = "mix latents,transition,lerp")]
    public static Latent Interpolate(Latent samples1, Latent samples2, CancellationToken cancellation, [Range(0.0, 1.0), Input(Step = 0.01)] double ratio = 1)
        => LatentMixing.Interpolate(samples1, samples2, ratio, cancellation);

    /// <summary>Mixes latents.</summary>
    /// <param name="samples1">What counts with a factor of 1.</param>
    /// <param name="samples2">What counts with a factor of 0.</param>
    /// <param name="cancellation">Stops the scaling.</param>
    /// <param name="blendFactor">How much the first counts.</param>
    /// <returns>The mixture.</returns>
    [Node("LatentBlend", Title = "Latent Blend", Category = "experimental", Search = "mix latents,average")]
    public static Latent Blend(Latent samples1, Latent samples2, CancellationToken cancellation, [Range(0.0, 1.0), Input(Step = 0.01)] double blendFactor = 0.5)
        => LatentMixing.Blend(samples1, samples2, blendFactor, cancellation);
}
