using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A mask of one value.</summary>
public static class SolidMaskNode
{
    /// <summary>Makes a mask that has the same value everywhere.</summary>
    /// <param name="value">The value: 0 nothing, 1 everything.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <returns>The mask.</returns>
    [Node("SolidMask", Title = "Solid mask", Category = "image/mask", Search = "create solid mask,constant mask,blank mask", Need = nameof(Need))]
    public static Mask Make([Range(0.0, 1.0)] [Input(Step = 0.01)] double value = 1, [Range(1, 16384)] int width = 512, [Range(1, 16384)] int height = 512)
    {
        var values = GC.AllocateUninitializedArray<float>(width * height);
        Array.Fill(values, (float)value);
        return Mask.Own(1, height, width, values);
    }

    /// <summary>The mask itself.</summary>
    public static MemoryNeed Need(int width, int height) => new(DeviceId.Cpu, (long)width * height * sizeof(float));
}
