using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Lines where a picture changes.</summary>
public static class CannyNode
{
    /// <summary>Finds edges: white lines one pixel wide on black.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="lowThreshold">How steep a change must be to continue an edge.</param>
    /// <param name="highThreshold">How steep a change must be to begin one. Not below the other.</param>
    /// <returns>The edges.</returns>
    [Node("Canny", Title = "Detect edges (Canny)", Category = "image/filter", Search = "edge detection,outline,contour,line art", Need = nameof(Need))]
    public static Image Detect(
        Image image,
        CancellationToken cancellation,
        [Range(0.01, 0.99)] [Input(Step = 0.01)] double lowThreshold = 0.4,
        [Range(0.01, 0.99)] [Input(Step = 0.01)] double highThreshold = 0.8)
    {
        if (lowThreshold > highThreshold)
        {
            throw new NodeFailure(FormattableString.Invariant($"'low_threshold' is {lowThreshold} and 'high_threshold' is {highThreshold}; the first must not be above the second.")) { Input = "low_threshold" };
        }

        PictureBounds.Check(image.Batch, image.Width, image.Height, 3);
        return Image.Create(image.Batch, image.Height, image.Width, 3, pixels =>
        {
            var size = image.Height * image.Width;
            for (var i = 0; i < image.Batch; i++)
            {
                CannyEdges.Of(image, i, (float)lowThreshold, (float)highThreshold, pixels.AsSpan(i * size * 3, size * 3), cancellation);
            }
        });
    }

    /// <summary>The edges, and what they are found with.</summary>
    public static MemoryNeed Need(Image? image) => image is null ? MemoryNeed.None : PictureBounds.Need(image.Batch + 2, image.Width, image.Height, 3);
}
