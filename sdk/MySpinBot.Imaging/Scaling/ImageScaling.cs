using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>Resizing and cropping of images and of anything else that has rows and columns.</summary>
public static class ImageScaling
{
    /// <summary>Resizes every picture of a batch.</summary>
    /// <param name="image">Any number of channels.</param>
    /// <param name="width">Wanted columns, at least 1.</param>
    /// <param name="height">Wanted rows, at least 1.</param>
    /// <param name="kernel">How values between pixels are found.</param>
    /// <param name="maxThreads">The most threads that work at once.</param>
    /// <param name="cancellation">Stops the work between rows.</param>
    public static Image Resize(Image image, int width, int height, ScalingKernel kernel, int maxThreads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.Width == width && image.Height == height && kernel != ScalingKernel.Lanczos
            ? image
            : Image.Own(image.Batch, height, width, image.Channels,
                Resize(image.Memory, image.Batch, image.Height, image.Width, image.Channels, width, height, kernel, maxThreads, cancellation));
    }

    /// <summary>Resizes every mask of a batch.</summary>
    public static Mask Resize(Mask mask, int width, int height, ScalingKernel kernel, int maxThreads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return Mask.Own(mask.Batch, height, width, Resize(mask.Values.ToArray(), mask.Batch, mask.Height, mask.Width, 1, width, height, kernel, maxThreads, cancellation));
    }

    /// <summary>Resizes values [batch, height, width, channels].</summary>
    /// <returns>Values [batch, <paramref name="toHeight"/>, <paramref name="toWidth"/>, channels].</returns>
    public static float[] Resize(
        ReadOnlyMemory<float> values, int batch, int height, int width, int channels, int toWidth, int toHeight, ScalingKernel kernel, int maxThreads = 1, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(toWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(toHeight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxThreads, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, checked(batch * height * width * channels));
        if ((decimal)batch * toHeight * toWidth * channels > Image.MaxValues)
        {
            throw new NodeFailure($"{batch} picture(s) of {toWidth} × {toHeight} with {channels} channel(s) are more than the {Image.MaxValues} values that one image may hold; ask for a smaller size.");
        }

        var task = new ScalingTask(values, batch, height, width, channels, toWidth, toHeight, new ParallelOptions { MaxDegreeOfParallelism = maxThreads, CancellationToken = cancellation });
        return kernel switch
        {
            ScalingKernel.Lanczos => LanczosScaling.Resize(task),
            ScalingKernel.Bislerp => BislerpScaling.Resize(task),
            _ => TapScaling.Resize(task, kernel),
        };
    }

    /// <summary>Resizes like ComfyUI's ImageScale: a size of 0 keeps the ratio (both 0: nothing is done), and the centre may be cut to the wanted ratio first.</summary>
    /// <param name="image">Any number of channels.</param>
    /// <param name="width">Wanted columns, or 0.</param>
    /// <param name="height">Wanted rows, or 0.</param>
    /// <param name="kernel">How values between pixels are found.</param>
    /// <param name="cropCentre">Cut the sides, or top and bottom, so that nothing is stretched.</param>
    /// <param name="maxThreads">The most threads that work at once.</param>
    /// <param name="cancellation">Stops the work between rows.</param>
    public static Image Scale(Image image, int width, int height, ScalingKernel kernel, bool cropCentre = false, int maxThreads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (width == 0 && height == 0)
        {
            return image;
        }

        width = width > 0 ? width : Math.Max(1, (int)Math.Round((double)image.Width * height / image.Height, MidpointRounding.ToEven));
        height = height > 0 ? height : Math.Max(1, (int)Math.Round((double)image.Height * width / image.Width, MidpointRounding.ToEven));
        var part = cropCentre ? CropToRatio(image, width, height) : image;
        return Resize(part, width, height, kernel, maxThreads, cancellation);
    }

    /// <summary>The largest centred part of an image that has the ratio of <paramref name="width"/> to <paramref name="height"/>; margins round half to even and are equal on both sides.</summary>
    public static Image CropToRatio(Image image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        var (x, y) = CentreMargins(image.Width, image.Height, width, height);
        return Crop(image, x, y, image.Width - (2 * x), image.Height - (2 * y));
    }

    /// <summary>A rectangle of every picture of a batch.</summary>
    /// <exception cref="NodeFailure">The rectangle is empty or reaches beyond the image.</exception>
    public static Image Crop(Image image, int x, int y, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (x < 0 || y < 0 || width < 1 || height < 1 || (long)x + width > image.Width || (long)y + height > image.Height)
        {
            throw new NodeFailure($"A part of {width} × {height} at ({x}, {y}) does not lie within an image of {image.Width} × {image.Height} pixels.");
        }

        return width == image.Width && height == image.Height
            ? image
            : Image.Create(image.Batch, height, width, image.Channels, part => CopyRows(image, x, y, width, height, part));
    }

    /// <summary>What is cut from the left and the right, and from the top and the bottom, so that what is left has the ratio of another size; one of the two is 0. Rounded half to even.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="toWidth">Columns of the other size.</param>
    /// <param name="toHeight">Rows of the other size.</param>
    public static (int X, int Y) CentreMargins(int width, int height, int toWidth, int toHeight)
    {
        var (had, wanted) = ((double)width / height, (double)toWidth / toHeight);
        return had > wanted ? ((int)Math.Round((width - (width * (wanted / had))) / 2, MidpointRounding.ToEven), 0)
            : had < wanted ? (0, (int)Math.Round((height - (height * (had / wanted))) / 2, MidpointRounding.ToEven))
            : (0, 0);
    }

    private static void CopyRows(Image image, int x, int y, int width, int height, float[] part)
    {
        var row = width * image.Channels;
        for (var i = 0; i < image.Batch * height; i++)
        {
            var picture = image.Picture(i / height);
            picture.Slice((((y + (i % height)) * image.Width) + x) * image.Channels, row).CopyTo(part.AsSpan(i * row));
        }
    }
}
