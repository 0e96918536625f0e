using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A part of a mask.</summary>
public static class CropMaskNode
{
    /// <summary>Cuts a rectangle out of a mask. What of it lies beyond the edges is left out, so the part may be smaller than asked for.</summary>
    /// <param name="mask">The masks.</param>
    /// <param name="x">Left edge, in pixels.</param>
    /// <param name="y">Top edge, in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <returns>The part.</returns>
    [Node("CropMask", Title = "Crop mask", Category = "image/mask", Search = "cut mask,mask slice,mask region")]
    public static Mask Crop(Mask mask, [Range(0, 16384)] int x = 0, [Range(0, 16384)] int y = 0, [Range(1, 16384)] int width = 512, [Range(1, 16384)] int height = 512)
    {
        if (x >= mask.Width || y >= mask.Height)
        {
            throw new NodeFailure($"Nothing is left: the part begins at ({x}, {y}), outside the mask of {mask.Width}×{mask.Height} pixels.") { Input = x >= mask.Width ? "x" : "y" };
        }

        return Part(mask, x, y, Math.Min(width, mask.Width - x), Math.Min(height, mask.Height - y));
    }

    /// <summary>A rectangle that lies within the mask.</summary>
    internal static Mask Part(Mask mask, int x, int y, int width, int height)
    {
        var values = GC.AllocateUninitializedArray<float>(mask.Batch * height * width);
        for (var row = 0; row < mask.Batch * height; row++)
        {
            mask.Picture(row / height).Slice(((y + (row % height)) * mask.Width) + x, width).CopyTo(values.AsSpan(row * width));
        }

        return Mask.Own(mask.Batch, height, width, values);
    }
}
