using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Where in the picture a mask is.</summary>
public static class MaskBoundingBoxNode
{
    /// <summary>Finds the smallest rectangle that holds what is in a mask, for all masks of a batch together.</summary>
    /// <param name="mask">The masks.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="threshold">What is greater counts as in.</param>
    /// <param name="padding">Pixels that are added on each side, as far as the mask reaches.</param>
    /// <returns>x: Its left edge, in pixels; y: Its top edge; width: Its width in pixels; height: Its height; mask: That part of the masks.</returns>
    [Node("MaskBoundingBox", Title = "Mask bounding box", Category = "image/mask", Search = "crop to mask,region,bbox,trim mask", Need = nameof(Need))]
    public static (long X, long Y, long Width, long Height, Mask Mask) Find(
        Mask mask, CancellationToken cancellation, [Range(0.0, 1.0)] [Input(Step = 0.01)] double threshold = 0, [Range(0, 16384)] int padding = 0)
    {
        var (left, top, right, bottom) = (mask.Width, mask.Height, -1, -1);
        for (var row = 0; row < mask.Batch * mask.Height; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            var line = mask.Values.Slice(row * mask.Width, mask.Width);
            var (first, last) = Ends(line, (float)threshold);
            if (last >= 0)
            {
                (left, right) = (Math.Min(left, first), Math.Max(right, last));
                (top, bottom) = (Math.Min(top, row % mask.Height), Math.Max(bottom, row % mask.Height));
            }
        }

        if (right < 0)
        {
            throw new NodeFailure(FormattableString.Invariant($"The mask is empty: none of its values is above {threshold}, so there is no rectangle around it; give another mask or a lower threshold.")) { Input = "mask" };
        }

        (left, top) = (Math.Max(left - padding, 0), Math.Max(top - padding, 0));
        (right, bottom) = (Math.Min(right + padding, mask.Width - 1), Math.Min(bottom + padding, mask.Height - 1));
        var (width, height) = (right - left + 1, bottom - top + 1);
        return (left, top, width, height, CropMaskNode.Part(mask, left, top, width, height));
    }

    /// <summary>The part, at most the whole.</summary>
    public static MemoryNeed Need(Mask? mask) => MaskPictures.Copies(mask, 1);

    // The first and the last value above the threshold; -1 where there is none.
    private static (int First, int Last) Ends(ReadOnlySpan<float> line, float threshold)
    {
        for (var first = 0; first < line.Length; first++)
        {
            if (line[first] > threshold)
            {
                var last = line.Length - 1;
                while (!(line[last] > threshold))
                {
                    last--;
                }

                return (first, last);
            }
        }

        return (-1, -1);
    }
}
