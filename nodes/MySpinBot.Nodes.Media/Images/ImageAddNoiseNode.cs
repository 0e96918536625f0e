using System.ComponentModel.DataAnnotations;
using System.Numerics;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Grain.</summary>
public static class ImageAddNoiseNode
{
    /// <summary>Adds normally distributed noise, the same for a seed as in ComfyUI.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="seed">Which noise.</param>
    /// <param name="strength">Its standard deviation, from 0 (none) to 1.</param>
    /// <returns>The picture with noise.</returns>
    [Node("ImageAddNoise", Title = "Add noise to image", Category = "image/filter", Search = "film grain,random", Need = nameof(Need), Repeatability = Repeatability.SameMachine)]
    public static Image AddNoise(
        Image image, CancellationToken cancellation, [Input(Seed = true)] ulong seed = 0, [Range(0.0, 1.0)] [Input(Step = 0.01)] double strength = 0.5)
    {
        var noise = Image.Create(image.Batch, image.Height, image.Width, image.Channels, pixels => new TorchNoise(seed).Fill(pixels));
        return PerValue.Mix(image, noise, new Added((float)strength), cancellation);
    }

    /// <summary>The noise and the new pictures.</summary>
    public static MemoryNeed Need(Image? image) => PictureBounds.Need(image, 2);

    private readonly struct Added(float strength) : IValueMix
    {
        public Vector<float> Of(Vector<float> first, Vector<float> second) => Vector.Min(Vector.Max(first + (second * strength), Vector<float>.Zero), Vector<float>.One);
    }
}
