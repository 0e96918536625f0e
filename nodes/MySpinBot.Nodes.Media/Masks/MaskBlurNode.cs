using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A mask with soft edges.</summary>
public static class MaskBlurNode
{
    /// <summary>Softens the edges of a mask with a Gaussian. The time does not depend on how soft they become.</summary>
    /// <param name="mask">The masks.</param>
    /// <param name="context">Learns how many masks are done.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="sigma">Standard deviation of the Gaussian, in pixels: an edge becomes about four times as wide. 0 changes nothing.</param>
    /// <returns>The mask, softened.</returns>
    [Node("MaskBlur", Title = "Blur mask", Category = "image/mask", Search = "gaussian,soften mask,soft edges,feather", Need = nameof(Need))]
    public static Mask Blur(Mask mask, NodeContext context, CancellationToken cancellation, [Range(0.0, 512.0)] [Input(Step = 0.5)] double sigma = 6)
        => sigma == 0 ? mask : MaskPictures.Each(mask, context, values => RecursiveGaussian.Blur(values, mask.Height, mask.Width, sigma, cancellation), cancellation);

    /// <summary>The new masks, and six at work.</summary>
    public static MemoryNeed Need(Mask? mask) => mask is null ? MemoryNeed.None : new(DeviceId.Cpu, (mask.Batch + 6L) * mask.Height * mask.Width * sizeof(float));
}
