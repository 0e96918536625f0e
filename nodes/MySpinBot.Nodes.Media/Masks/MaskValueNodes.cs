using System.ComponentModel.DataAnnotations;
using System.Numerics;
using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Changes to each value of a mask by itself.</summary>
public static class MaskValueNodes
{
    /// <summary>Turns a mask round: what was in is out.</summary>
    /// <param name="mask">The masks.</param>
    /// <returns>1 minus the mask.</returns>
    [Node("InvertMask", Title = "Invert mask", Category = "image/mask", Search = "reverse mask,flip mask,negate", Need = nameof(Need))]
    public static Mask Invert(Mask mask)
    {
        var values = mask.Values.ToArray();
        foreach (ref var several in MemoryMarshal.Cast<float, Vector<float>>(values.AsSpan()))
        {
            several = Vector<float>.One - several;
        }

        for (var i = values.Length - (values.Length % Vector<float>.Count); i < values.Length; i++)
        {
            values[i] = 1f - values[i];
        }

        return Mask.Own(mask.Batch, mask.Height, mask.Width, values);
    }

    /// <summary>Makes a mask that is either in or out: 1 where the given one is greater than a value, 0 elsewhere.</summary>
    /// <param name="mask">The masks.</param>
    /// <param name="value">What has to be exceeded.</param>
    /// <returns>The mask in black and white.</returns>
    [Node("ThresholdMask", Title = "Threshold mask", Category = "image/mask", Search = "binary mask,binarize,cutoff", Need = nameof(Need))]
    public static Mask Threshold(Mask mask, [Range(0.0, 1.0)] [Input(Step = 0.01)] double value = 0.5)
    {
        // The threshold is a float32 like the values, so that a mask of 0.3 does not exceed 0.3.
        var given = mask.Values;
        var (least, values) = ((float)value, GC.AllocateUninitializedArray<float>(given.Length));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = given[i] > least ? 1f : 0f;
        }

        return Mask.Own(mask.Batch, mask.Height, mask.Width, values);
    }

    /// <summary>The new mask.</summary>
    public static MemoryNeed Need(Mask? mask) => MaskPictures.Copies(mask, 1);
}
