using System.ComponentModel.DataAnnotations;
using System.Numerics;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Changes to every pixel of a picture.</summary>
public static class ImageFilterNodes
{
    /// <summary>Turns light into dark and each colour into its opposite; transparency too, where there is any.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The picture in opposite colours.</returns>
    [Node("ImageInvert", Title = "Invert image", Category = "image/color", Search = "negative,reverse colors", Need = nameof(Need))]
    public static Image Invert(Image image, CancellationToken cancellation = default) => PerValue.Change(image, default(Opposite), cancellation);

    /// <summary>Softens a picture.</summary>
    /// <returns>The softened picture.</returns>
    /// <remarks>The weights are those of ComfyUI: a Gaussian over -1..1 from one end of the kernel to the other, so that sigma is relative to the radius.</remarks>
    /// <param name="image">The pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="blurRadius">Pixels on each side that are mixed in.</param>
    /// <param name="sigma">How evenly they are mixed, relative to the radius.</param>
    [Node("ImageBlur", Title = "Blur image", Category = "image/filter", Search = "gaussian,soften", Need = nameof(Need))]
    public static Image Blur(
        Image image, CancellationToken cancellation, [Range(1, 31)] int blurRadius = 1, [Range(0.1, 10.0)] [Input(Step = 0.1)] double sigma = 1)
    {
        var raw = Enumerable.Range(-blurRadius, (2 * blurRadius) + 1).Select(step => Math.Exp(-Math.Pow((double)step / blurRadius, 2) / (2 * sigma * sigma))).ToArray();
        var sum = raw.Sum();
        return GaussianBlur.ApplyMirrored(image, [.. raw.Select(weight => (float)(weight / sum))], cancellation: cancellation);
    }

    /// <summary>Sharpens a picture: what a blur would take away is added, many times over.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="sharpenRadius">Pixels on each side that are looked at.</param>
    /// <param name="sigma">How evenly they count, relative to the radius.</param>
    /// <param name="alpha">How much: ten times this is added of the difference to the blurred picture.</param>
    /// <returns>The sharpened picture.</returns>
    [Node("ImageSharpen", Title = "Sharpen image", Category = "image/filter", Search = "unsharp mask,crisp", Need = nameof(NeedTwice))]
    public static Image Sharpen(
        Image image,
        CancellationToken cancellation,
        [Range(1, 31)] [Input(Advanced = true)] int sharpenRadius = 1,
        [Range(0.1, 10.0)] [Input(Step = 0.01, Advanced = true)] double sigma = 1,
        [Range(0.0, 5.0)] [Input(Step = 0.01, Advanced = true)] double alpha = 1)
        => PerValue.Mix(image, Blur(image, cancellation, sharpenRadius, sigma), new AwayFrom((float)(10 * alpha)), cancellation);

    /// <summary>The new pictures.</summary>
    public static MemoryNeed Need(Image? image) => PictureBounds.Need(image);

    /// <summary>The new pictures, and blurred ones.</summary>
    public static MemoryNeed NeedTwice(Image? image) => PictureBounds.Need(image, 2);

    private readonly struct Opposite : IValueMix
    {
        public Vector<float> Of(Vector<float> first, Vector<float> second) => Vector<float>.One - first;
    }

    private readonly struct AwayFrom(float strength) : IValueMix
    {
        public Vector<float> Of(Vector<float> first, Vector<float> second)
            => Vector.Min(Vector.Max(first + ((first - second) * strength), Vector<float>.Zero), Vector<float>.One);
    }
}
