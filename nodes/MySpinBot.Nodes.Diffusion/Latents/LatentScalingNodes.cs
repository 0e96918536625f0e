using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Latents in another size.</summary>
public static class LatentScalingNodes
{
    private const int Factor = 8;
    private const int LeastSide = 64;

    /// <summary>How values between cells are found.</summary>
    public enum LatentKernel
    {
        /// <summary>The nearest cell.</summary>
        [Choice("nearest-exact")]
        NearestExact,

        /// <summary>Linearly between the two nearest.</summary>
        [Choice("bilinear")]
        Bilinear,

        /// <summary>The mean of what lies there.</summary>
        [Choice("area")]
        Area,

        /// <summary>Cubic over four cells.</summary>
        [Choice("bicubic")]
        Bicubic,

        /// <summary>Between the directions of the two nearest, and between their lengths.</summary>
        [Choice("bislerp")]
        Bislerp,
    }

    /// <summary>What is done with what does not have the wanted ratio.</summary>
    public enum LatentCropping
    {
        /// <summary>It is stretched.</summary>
        [Choice("disabled")]
        Disabled,

        /// <summary>The sides, or top and bottom, are cut off.</summary>
        [Choice("center")]
        Center,
    }

    /// <summary>Brings latents to a size. A sampler paints what is missing then.</summary>
    /// <param name="samples">The latents.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="upscaleMethod">How values between cells are found.</param>
    /// <param name="width">Wanted width in pixels; 0 keeps the ratio. Less than 64 is taken for 64.</param>
    /// <param name="height">Wanted height in pixels; 0 keeps the ratio. Less than 64 is taken for 64.</param>
    /// <param name="crop">What is done with what does not have the wanted ratio.</param>
    /// <returns>The latents in that size.</returns>
    [Node("LatentUpscale", Title = "Upscale Latent", Category = "model/latent", Search = "enlarge latent,resize latent,hires fix")]
    public static Latent To(
        Latent samples,
        CancellationToken cancellation,
        LatentKernel upscaleMethod = LatentKernel.NearestExact,
        [Range(0, 16384), Input(Step = 8)] int width = 512,
        [Range(0, 16384), Input(Step = 8)] int height = 512,
        LatentCropping crop = LatentCropping.Disabled)
    {
        if (width == 0 && height == 0)
        {
            return samples;
        }

        var wide = Side(width, height, samples.Shape.Width, samples.Shape.Height);
        var tall = Side(height, width, samples.Shape.Height, samples.Shape.Width);
        return LatentScaling.Resize(samples, wide / Factor, tall / Factor, Kernel(upscaleMethod), crop == LatentCropping.Center, cancellation);
    }

    /// <summary>Makes latents larger or smaller by a factor.</summary>
    /// <param name="samples">The latents.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="upscaleMethod">How values between cells are found.</param>
    /// <param name="scaleBy">How many times as wide and high; rounded to whole cells.</param>
    /// <returns>The latents in that size.</returns>
    [Node("LatentUpscaleBy", Title = "Upscale Latent By", Category = "model/latent", Search = "enlarge latent,resize latent,hires fix")]
    public static Latent By(Latent samples, CancellationToken cancellation, LatentKernel upscaleMethod = LatentKernel.NearestExact, [Range(0.01, 8), Input(Step = 0.01)] double scaleBy = 1.5)
        => LatentScaling.Resize(samples, Rounded(samples.Shape.Width * scaleBy), Rounded(samples.Shape.Height * scaleBy), Kernel(upscaleMethod), cropCentre: false, cancellation);

    private static int Side(int wanted, int other, int cells, int otherCells)
        => Math.Max(LeastSide, wanted > 0 ? wanted : (int)Math.Min(Math.Round((double)cells * Math.Max(LeastSide, other) / otherCells, MidpointRounding.ToEven), int.MaxValue));

    private static int Rounded(double cells) => Math.Max(1, (int)Math.Round(cells, MidpointRounding.ToEven));

    private static ScalingKernel Kernel(LatentKernel kernel) => kernel switch
    {
        LatentKernel.Bilinear => ScalingKernel.Bilinear,
        LatentKernel.Area => ScalingKernel.Area,
        LatentKernel.Bicubic => ScalingKernel.Bicubic,
        LatentKernel.Bislerp => ScalingKernel.Bislerp,
        _ => ScalingKernel.NearestExact,
    };
}
