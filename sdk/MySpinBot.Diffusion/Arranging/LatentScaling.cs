using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Latents and masks in another size, by ComfyUI's <c>common_upscale</c>.</summary>
internal static class LatentScaling
{
    /// <summary>Every picture of a batch in another size. Masks and places stay as they are: a mask is scaled where it is used.</summary>
    /// <param name="latent">The latents.</param>
    /// <param name="width">Wanted columns of cells.</param>
    /// <param name="height">Wanted rows of cells.</param>
    /// <param name="kernel">How values between cells are found.</param>
    /// <param name="cropCentre">Whether the sides, or top and bottom, are cut first, so that nothing is stretched.</param>
    /// <param name="cancellation">Stops the work between rows.</param>
    public static Latent Resize(Latent latent, int width, int height, ScalingKernel kernel, bool cropCentre, CancellationToken cancellation)
    {
        var shape = latent.Shape;
        var resized = LatentRoom.Checked(shape.Batch, shape.Channels, height, width, "width");
        var part = cropCentre ? Cropped(latent, width, height) : latent;
        if ((part.Shape.Height, part.Shape.Width) == (height, width))
        {
            return part;
        }

        var (from, to) = (part.Shape, resized);
        if (kernel != ScalingKernel.Bislerp)
        {
            return latent.WithValues(to, ImageScaling.Resize(part.Memory, from.Batch * from.Channels, from.Height, from.Width, 1, width, height, kernel, Environment.ProcessorCount, cancellation));
        }

        // Here the channels of a cell are one vector, so they lie side by side.
        var vectors = Turned(part.Values, from.Batch, from.Channels, from.Height * from.Width);
        vectors = ImageScaling.Resize(vectors, from.Batch, from.Height, from.Width, from.Channels, width, height, kernel, Environment.ProcessorCount, cancellation);
        return latent.WithValues(to, Turned(vectors, to.Batch, to.Height * to.Width, to.Channels));
    }

    /// <summary>Masks in another size, linearly.</summary>
    public static Mask Resize(Mask mask, int width, int height, CancellationToken cancellation)
        => (mask.Width, mask.Height) == (width, height) ? mask : ImageScaling.Resize(mask, width, height, ScalingKernel.Bilinear, Environment.ProcessorCount, cancellation);

    /// <summary>A rectangle of every picture.</summary>
    public static Latent Part(Latent latent, int x, int y, int width, int height)
    {
        var shape = latent.Shape;
        var to = shape with { Height = height, Width = width };
        var values = new float[to.Count];
        for (var row = 0; row < to.Batch * to.Channels * height; row++)
        {
            var plane = row / height;
            latent.Values.Slice((((plane * shape.Height) + y + (row % height)) * shape.Width) + x, width).CopyTo(values.AsSpan(row * width));
        }

        return latent.WithValues(to, values);
    }

    private static Latent Cropped(Latent latent, int width, int height)
    {
        var (x, y) = ImageScaling.CentreMargins(latent.Shape.Width, latent.Shape.Height, width, height);
        return (x, y) == (0, 0) ? latent : Part(latent, x, y, latent.Shape.Width - (2 * x), latent.Shape.Height - (2 * y));
    }

    // [batch, rows, columns] → [batch, columns, rows]
    private static float[] Turned(ReadOnlySpan<float> values, int batch, int rows, int columns)
    {
        var turned = new float[values.Length];
        for (var picture = 0; picture < batch; picture++)
        {
            var start = picture * rows * columns;
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    turned[start + (column * rows) + row] = values[start + (row * columns) + column];
                }
            }
        }

        return turned;
    }
}
