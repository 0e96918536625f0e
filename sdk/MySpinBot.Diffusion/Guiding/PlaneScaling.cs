using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Latents and masks brought to the size and number that they are used at.</summary>
internal static class PlaneScaling
{
    /// <summary>Planes brought to a size; the longer sides are cut first, so that nothing is stretched (ComfyUI's common_upscale, bilinear, center).</summary>
    /// <param name="values">[planes, height, width].</param>
    /// <param name="height">Their rows.</param>
    /// <param name="width">Their columns.</param>
    /// <param name="toHeight">Wanted rows.</param>
    /// <param name="toWidth">Wanted columns.</param>
    public static ReadOnlyMemory<float> Fit(ReadOnlyMemory<float> values, int height, int width, int toHeight, int toWidth)
        => (height, width) == (toHeight, toWidth) ? values
            : ImageScaling.Scale(Image.Own(values.Length / (height * width), height, width, 1, values.ToArray()), toWidth, toHeight, ScalingKernel.Bilinear, cropCentre: true).Memory;

    /// <summary>A batch of another size out of one, spread evenly over it (ComfyUI's resize_to_batch_size).</summary>
    /// <param name="index">Which of the wanted.</param>
    /// <param name="wanted">How many are wanted.</param>
    /// <param name="present">How many there are.</param>
    public static int Spread(int index, int wanted, int present)
        => wanted == present || wanted == 1 ? Math.Min(index, present - 1)
            : wanted < present ? Math.Min((int)Math.Round(index * ((double)(present - 1) / (wanted - 1)), MidpointRounding.ToEven), present - 1)
            : Math.Min((int)Math.Floor((index + 0.5) * ((double)present / wanted)), present - 1);

    /// <summary>A noise mask for latents: scaled bilinearly, the same for every channel, begun again where there are fewer masks than pictures.</summary>
    /// <returns>[batch, channels, height, width].</returns>
    public static float[] ForLatents(Mask mask, LatentShape shape)
    {
        var scaled = mask.Height == shape.Height && mask.Width == shape.Width ? mask : ImageScaling.Resize(mask, shape.Width, shape.Height, ScalingKernel.Bilinear);
        var cells = shape.Height * shape.Width;
        var values = new float[shape.Count];
        for (var plane = 0; plane < shape.Batch * shape.Channels; plane++)
        {
            scaled.Values.Slice(plane / shape.Channels % scaled.Batch * cells, cells).CopyTo(values.AsSpan(plane * cells));
        }

        return values;
    }
}
