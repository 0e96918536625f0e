using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Work on the masks of a batch, one after the other.</summary>
internal static class MaskPictures
{
    /// <summary>Changes each mask by itself.</summary>
    /// <param name="mask">The batch.</param>
    /// <param name="context">Learns how many are done.</param>
    /// <param name="change">Gets the values of one mask, [height, width], as an array of its own that it may write to; gives as many.</param>
    /// <param name="cancellation">Ends the work between masks.</param>
    public static Mask Each(Mask mask, NodeContext context, Func<float[], float[]> change, CancellationToken cancellation)
    {
        var size = mask.Height * mask.Width;
        var values = GC.AllocateUninitializedArray<float>(mask.Values.Length);
        for (var i = 0; i < mask.Batch; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            change(mask.Picture(i).ToArray()).CopyTo(values, i * size);
            context.Progress(i + 1, mask.Batch, "mask");
        }

        return Mask.Own(mask.Batch, mask.Height, mask.Width, values);
    }

    /// <summary>One mask of the batch, [height, width].</summary>
    public static ReadOnlySpan<float> Picture(this Mask mask, int index) => mask.Values.Slice(index * mask.Height * mask.Width, mask.Height * mask.Width);

    /// <summary>The masks as grey pictures, for whatever works on pictures only.</summary>
    public static Image ToGrey(this Mask mask) => Image.Own(mask.Batch, mask.Height, mask.Width, 1, mask.Values.ToArray());

    /// <summary>What copies of the masks take.</summary>
    public static MemoryNeed Copies(Mask? mask, int count) => mask is null ? MemoryNeed.None : new(DeviceId.Cpu, (long)mask.Values.Length * count * sizeof(float));
}
