using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Latents laid over others.</summary>
public static class LatentCompositeNodes
{
    private const int Factor = 8;

    /// <summary>Lays latents over others.</summary>
    /// <param name="samplesTo">What lies below.</param>
    /// <param name="samplesFrom">What lies above; what does not fit is cut off.</param>
    /// <param name="x">Its left side, in pixels.</param>
    /// <param name="y">Its upper side, in pixels.</param>
    /// <param name="feather">Over how many pixels its borders are blended; not those at the border of what lies below.</param>
    /// <returns>Both in one.</returns>
    [Node("LatentComposite", Title = "Latent Composite", Category = "model/latent", Search = "paste latent,overlay latent,layer latent")]
    public static Latent Compose(
        Latent samplesTo,
        Latent samplesFrom,
        [Range(0, 16384), Input(Step = 8)] int x = 0,
        [Range(0, 16384), Input(Step = 8)] int y = 0,
        [Range(0, 16384), Input(Step = 8)] int feather = 0)
        => LatentPasting.Feathered(samplesTo, samplesFrom, x / Factor, y / Factor, feather / Factor);

    /// <summary>Lays latents over others, as far as a mask says.</summary>
    /// <param name="destination">What lies below.</param>
    /// <param name="source">What lies above; what does not fit is cut off.</param>
    /// <param name="cancellation">Stops the scaling.</param>
    /// <param name="x">Its left side, in pixels.</param>
    /// <param name="y">Its upper side, in pixels.</param>
    /// <param name="resizeSource">Whether it is first given the size of what lies below.</param>
    /// <param name="mask">Where it is seen; scaled to its size. Everywhere without one.</param>
    /// <returns>Both in one.</returns>
    [Node("LatentCompositeMasked", Title = "Latent Composite Masked", Category = "model/latent", Search = "paste latent,overlay latent,layer latent,inpaint latent")]
    public static Latent ComposeMasked(
        Latent destination,
        Latent source,
        CancellationToken cancellation,
        [Range(0, 16384), Input(Step = 8)] int x = 0,
        [Range(0, 16384), Input(Step = 8)] int y = 0,
        bool resizeSource = false,
        Mask? mask = null)
        => LatentPasting.Masked(destination, source, x / Factor, y / Factor, mask, resizeSource, cancellation);
}
