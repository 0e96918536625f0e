using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A mask made larger or smaller all around.</summary>
public static class GrowMaskNode
{
    /// <summary>Makes what is in a mask larger all around, or smaller.</summary>
    /// <remarks>What so many passes of a dilation with 3×3 pixels give, or with the cross of five; the time hardly depends on how many pixels it grows.</remarks>
    /// <param name="mask">The masks.</param>
    /// <param name="context">Learns how many masks are done.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="expand">How many pixels it grows; less than 0: shrinks.</param>
    /// <param name="taperedCorners">Corners are cut, so that a point grows to a diamond; else to a square.</param>
    /// <returns>The mask, larger or smaller.</returns>
    [Node("GrowMask", Title = "Grow mask", Category = "image/mask", Search = "expand mask,shrink mask,dilate,erode", Need = nameof(Need))]
    public static Mask Grow(
        Mask mask, NodeContext context, CancellationToken cancellation, [Range(-16384, 16384)] int expand = 0, [Input(Advanced = true)] bool taperedCorners = true)
    {
        if (expand == 0)
        {
            return mask;
        }

        var raster = new Raster(mask.Height, mask.Width, 1);
        return expand > 0
            ? Widened(mask, context, new RunningExtremum<Greatest>(raster, cancellation), expand, taperedCorners, cancellation)
            : Widened(mask, context, new RunningExtremum<Least>(raster, cancellation), -expand, taperedCorners, cancellation);
    }

    /// <summary>The new masks, and two at work.</summary>
    public static MemoryNeed Need(Mask? mask) => mask is null ? MemoryNeed.None : new(DeviceId.Cpu, (mask.Batch + 2L) * mask.Height * mask.Width * sizeof(float));

    private static Mask Widened<T>(Mask mask, NodeContext context, RunningExtremum<T> running, int radius, bool tapered, CancellationToken cancellation)
        where T : struct, IExtremum
        => MaskPictures.Each(mask, context, values => tapered ? running.Diamond(values, radius) : running.Square(values, radius, radius), cancellation);
}
