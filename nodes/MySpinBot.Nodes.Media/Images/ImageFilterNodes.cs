using System.ComponentModel.DataAnnotations;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Changes to every pixel of a picture.</summary>
public static class ImageFilterNodes
{
    /// <summary>Turns light into dark and each colour into its opposite.</summary>
    /// <param name="image">The pictures.</param>
    /// <returns>The picture in opposite colours.</returns>
    [Node("ImageInvert", Title = "Invert image", Category = "image/filter", Search = "negative,reverse colors")]
    public static Image Invert(Image image) => Image.Create(image.Batch, image.Height, image.Width, image.Channels, pixels =>
    {
        var given = image.Pixels;
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = 1f - given[i];
        }
    });

    /// <summary>Softens a picture.</summary>
    /// <returns>The softened picture.</returns>
    /// <remarks>The weights are those of ComfyUI: a Gaussian over -1..1 from one end of the kernel to the other, so that sigma is relative to the radius.</remarks>
    /// <param name="image">The pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="blurRadius">Pixels on each side that are mixed in.</param>
    /// <param name="sigma">How evenly they are mixed, relative to the radius.</param>
    [Node("ImageBlur", Title = "Blur image", Category = "image/filter", Search = "gaussian,soften")]
    public static Image Blur(
        Image image, CancellationToken cancellation, [Range(1, 31)] int blurRadius = 1, [Range(0.1, 10.0)] [Input(Step = 0.1)] double sigma = 1)
    {
        var raw = Enumerable.Range(-blurRadius, (2 * blurRadius) + 1).Select(step => Math.Exp(-Math.Pow((double)step / blurRadius, 2) / (2 * sigma * sigma))).ToArray();
        var sum = raw.Sum();
        return GaussianBlur.ApplyMirrored(image, [.. raw.Select(weight => (float)(weight / sum))], cancellation: cancellation);
    }
}
