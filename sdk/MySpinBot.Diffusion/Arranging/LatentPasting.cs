using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Latents laid over others.</summary>
internal static class LatentPasting
{
    /// <summary>Lays latents over others, the borders that lie within these blended over some cells.</summary>
    /// <param name="under">What lies below.</param>
    /// <param name="over">What lies above: as many pictures, or one for all.</param>
    /// <param name="x">Its left column.</param>
    /// <param name="y">Its upper row.</param>
    /// <param name="feather">Over how many cells a border is blended; 0 for none.</param>
    /// <remarks>ComfyUI, LatentComposite.</remarks>
    public static Latent Feathered(Latent under, Latent over, int x, int y, int feather)
    {
        var (height, width) = (Math.Min(over.Shape.Height, under.Shape.Height - y), Math.Min(over.Shape.Width, under.Shape.Width - x));
        if (height <= 0 || width <= 0)
        {
            return under;
        }

        var rows = Ramp(height, feather, y != 0, y + height < under.Shape.Height);
        var columns = Ramp(width, feather, x != 0, x + width < under.Shape.Width);
        return Laid(under, LatentBatches.Cycled(over, under.Shape.Batch), x, y, (_, row, column) => rows[row] * columns[column]);
    }

    /// <summary>Lays latents over others, as far as a mask says.</summary>
    /// <param name="under">What lies below.</param>
    /// <param name="over">What lies above; from the first again where there are fewer.</param>
    /// <param name="x">Its left column.</param>
    /// <param name="y">Its upper row.</param>
    /// <param name="mask">1 shows what lies above; scaled to its size. Null for everywhere.</param>
    /// <param name="isFitted">Whether what lies above is first given the size of what lies below.</param>
    /// <param name="cancellation">Stops the scaling.</param>
    /// <remarks>ComfyUI, LatentCompositeMasked.</remarks>
    public static Latent Masked(Latent under, Latent over, int x, int y, Mask? mask, bool isFitted, CancellationToken cancellation)
    {
        var source = isFitted ? LatentScaling.Resize(over, under.Shape.Width, under.Shape.Height, ScalingKernel.Bilinear, cropCentre: false, cancellation) : over;
        var seen = mask is null ? null : LatentScaling.Resize(mask, source.Shape.Width, source.Shape.Height, cancellation);
        var (size, width) = (source.Shape.Height * source.Shape.Width, source.Shape.Width);
        return Laid(under, LatentBatches.Cycled(source, under.Shape.Batch), x, y, (picture, row, column) => seen is null ? 1 : seen.Values[(picture % seen.Batch * size) + (row * width) + column]);
    }

    private static Latent Laid(Latent under, Latent over, int x, int y, Func<int, int, int, float> share)
    {
        if (over.Shape.Channels != under.Shape.Channels)
        {
            throw new NodeFailure($"Latents of {over.Shape.Channels} channels cannot be laid over latents of {under.Shape.Channels}; latents of the same kind of model would be right.");
        }

        var (values, to, from) = (under.Values.ToArray(), under.Shape, over.Shape);
        var (height, width) = (Math.Min(from.Height, to.Height - y), Math.Min(from.Width, to.Width - x));
        for (var picture = 0; picture < to.Batch; picture++)
        {
            for (var row = 0; row < height; row++)
            {
                for (var column = 0; column < width; column++)
                {
                    var weight = share(picture, row, column);
                    for (var channel = 0; channel < to.Channels; channel++)
                    {
                        var place = (((((picture * to.Channels) + channel) * to.Height) + y + row) * to.Width) + x + column;
                        var above = over.Values[(((((picture * from.Channels) + channel) * from.Height) + row) * from.Width) + column];
                        values[place] = (above * weight) + (values[place] * (1 - weight));
                    }
                }
            }
        }

        return under.WithValues(to, values);
    }

    private static float[] Ramp(int length, int feather, bool fromStart, bool toEnd)
    {
        var ramp = new float[length];
        Array.Fill(ramp, 1);
        for (var i = 0; i < feather && i < length; i++)
        {
            var share = (float)(1.0 / feather * (i + 1));
            ramp[i] *= fromStart ? share : 1;
            ramp[length - 1 - i] *= toEnd ? share : 1;
        }

        return ramp;
    }
}
