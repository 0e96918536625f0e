using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A mask without holes.</summary>
public static class MaskFillHolesNode
{
    /// <summary>Fills the holes of a mask: what is surrounded on all sides. Soft edges stay soft: a hole is filled up to the weakest place of what surrounds it.</summary>
    /// <param name="mask">The masks.</param>
    /// <param name="context">Learns how many masks are done.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The mask without holes.</returns>
    [Node("MaskFillHoles", Title = "Fill holes of mask", Category = "image/mask", Search = "fill holes,close mask,solid", Need = nameof(Need))]
    public static Mask Fill(Mask mask, NodeContext context, CancellationToken cancellation)
        => MaskPictures.Each(mask, context, values => HoleFilling.Fill(values, mask.Height, mask.Width, cancellation), cancellation);

    /// <summary>The new masks, two at work, and the queue.</summary>
    public static MemoryNeed Need(Mask? mask) => mask is null ? MemoryNeed.None : new(DeviceId.Cpu, (mask.Batch + 4L) * mask.Height * mask.Width * sizeof(float));
}
