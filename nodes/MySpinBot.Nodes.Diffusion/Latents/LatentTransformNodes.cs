using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Latents turned, mirrored and cut. A decoded picture is not quite the turned one: autoencoders know up from down.</summary>
public static class LatentTransformNodes
{
    private const int Factor = 8;
    private const int LeastCells = 8;

    /// <summary>How far latents are turned, clockwise.</summary>
    public enum LatentRotation
    {
        /// <summary>Not at all.</summary>
        [Choice("none")]
        None,

        /// <summary>A quarter.</summary>
        [Choice("90 degrees")]
        Quarter,

        /// <summary>A half.</summary>
        [Choice("180 degrees")]
        Half,

        /// <summary>Three quarters.</summary>
        [Choice("270 degrees")]
        ThreeQuarters,
    }

    /// <summary>What latents are mirrored at.</summary>
    public enum LatentMirror
    {
        /// <summary>Up becomes down.</summary>
        [Choice("x-axis: vertically")]
        Vertically,

        /// <summary>Left becomes right.</summary>
        [Choice("y-axis: horizontally")]
        Horizontally,
    }

    /// <summary>Turns latents clockwise.</summary>
    /// <param name="samples">The latents.</param>
    /// <param name="rotation">How far.</param>
    /// <returns>The latents, turned.</returns>
    [Node("LatentRotate", Title = "Rotate Latent", Category = "model/latent/transform", Search = "turn latent")]
    public static Latent Rotate(Latent samples, LatentRotation rotation = LatentRotation.None)
    {
        var (height, width) = (samples.Shape.Height, samples.Shape.Width);
        return rotation switch
        {
            LatentRotation.Quarter => Placed(samples, width, height, (y, x) => ((height - 1 - x) * width) + y),
            LatentRotation.Half => Placed(samples, height, width, (y, x) => ((height - 1 - y) * width) + width - 1 - x),
            LatentRotation.ThreeQuarters => Placed(samples, width, height, (y, x) => (x * width) + width - 1 - y),
            _ => samples,
        };
    }

    /// <summary>Mirrors latents.</summary>
    /// <param name="samples">The latents.</param>
    /// <param name="flipMethod">At which axis.</param>
    /// <returns>The latents, mirrored.</returns>
    [Node("LatentFlip", Title = "Flip Latent", Category = "model/latent/transform", Search = "mirror latent")]
    public static Latent Flip(Latent samples, LatentMirror flipMethod = LatentMirror.Vertically)
    {
        var (height, width) = (samples.Shape.Height, samples.Shape.Width);
        return flipMethod == LatentMirror.Vertically
            ? Placed(samples, height, width, (y, x) => ((height - 1 - y) * width) + x)
            : Placed(samples, height, width, (y, x) => (y * width) + width - 1 - x);
    }

    /// <summary>Cuts a part out of latents. What would lie beyond them is left out.</summary>
    /// <param name="samples">The latents.</param>
    /// <param name="width">Width of the part, in pixels.</param>
    /// <param name="height">Height of the part, in pixels.</param>
    /// <param name="x">Its left side, in pixels; 64 pixels stay at least.</param>
    /// <param name="y">Its upper side, in pixels; 64 pixels stay at least.</param>
    /// <returns>The part.</returns>
    [Node("LatentCrop", Title = "Crop Latent", Category = "model/latent/transform", Search = "trim latent,cut latent")]
    public static Latent Crop(
        Latent samples,
        [Range(64, 16384), Input(Step = 8)] int width = 512,
        [Range(64, 16384), Input(Step = 8)] int height = 512,
        [Range(0, 16384), Input(Step = 8)] int x = 0,
        [Range(0, 16384), Input(Step = 8)] int y = 0)
    {
        var shape = samples.Shape;
        var (left, top) = (Math.Max(Math.Min(x / Factor, shape.Width - LeastCells), 0), Math.Max(Math.Min(y / Factor, shape.Height - LeastCells), 0));
        return LatentScaling.Part(samples, left, top, Math.Min(width / Factor, shape.Width - left), Math.Min(height / Factor, shape.Height - top));
    }

    // [batch, channels, height, width] → the same planes, each cell from the place that is told.
    private static Latent Placed(Latent samples, int height, int width, Func<int, int, int> from)
    {
        var (values, cells) = (new float[samples.Shape.Count], height * width);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (there, here) = (from(y, x), (y * width) + x);
                for (var plane = 0; plane < values.Length; plane += cells)
                {
                    values[plane + here] = samples.Values[plane + there];
                }
            }
        }

        return samples.WithValues(samples.Shape with { Height = height, Width = width }, values);
    }
}
