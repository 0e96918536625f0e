using System.ComponentModel.DataAnnotations;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A picture of another size.</summary>
public static class ImageScaleNode
{
    /// <summary>Scales pictures. A width or height of 0 follows from the other, so that the ratio stays.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="upscaleMethod">How values between pixels are found.</param>
    /// <param name="width">New width in pixels, or 0.</param>
    /// <param name="height">New height in pixels, or 0.</param>
    /// <param name="crop">center: cut the sides, or top and bottom, so that nothing is stretched.</param>
    /// <returns>The picture in its new size.</returns>
    [Node("ImageScale", Title = "Scale image", Category = "image/transform", Search = "resize,upscale image", Need = nameof(Need))]
    public static Image Scale(
        Image image,
        CancellationToken cancellation,
        [Choices("nearest-exact", "bilinear", "area", "bicubic", "lanczos")] string upscaleMethod = "nearest-exact",
        [Range(0, 16384)] int width = 512,
        [Range(0, 16384)] int height = 512,
        [Choices("disabled", "center")] string crop = "disabled")
        => ImageScaling.Scale(image, width, height, Resizing.Kernel(upscaleMethod), crop == "center", cancellation: cancellation);

    /// <summary>The new pictures.</summary>
    public static MemoryNeed Need(Image? image, int width, int height)
    {
        if (image is null || (width == 0 && height == 0))
        {
            return MemoryNeed.None;
        }

        var (columns, rows) = (width > 0 ? width : (double)image.Width * height / image.Height, height > 0 ? height : (double)image.Height * width / image.Width);
        return PictureBounds.Need(image.Batch, columns, rows, image.Channels);
    }
}
