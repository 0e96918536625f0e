using System.ComponentModel.DataAnnotations;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A part of a picture.</summary>
public static class ImageCropNode
{
    /// <summary>Cuts a rectangle out of pictures. What lies beyond their edges is left out, so that the result may be smaller than was asked for.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="width">Width of the rectangle in pixels.</param>
    /// <param name="height">Height of the rectangle in pixels.</param>
    /// <param name="x">Its left edge; beyond the picture the last column is taken.</param>
    /// <param name="y">Its upper edge; beyond the picture the last row is taken.</param>
    /// <returns>The part.</returns>
    [Node("ImageCrop", Title = "Crop image", Category = "image/transform", Search = "trim,cut,part", Need = nameof(Need))]
    public static Image Crop(
        Image image, [Range(1, 16384)] int width = 512, [Range(1, 16384)] int height = 512, [Range(0, 16384)] int x = 0, [Range(0, 16384)] int y = 0)
    {
        var (left, top) = (Math.Min(x, image.Width - 1), Math.Min(y, image.Height - 1));
        return ImageScaling.Crop(image, left, top, Math.Min(width, image.Width - left), Math.Min(height, image.Height - top));
    }

    /// <summary>The part.</summary>
    public static MemoryNeed Need(Image? image, int width, int height)
        => image is null ? MemoryNeed.None : PictureBounds.Need(image.Batch, Math.Min(width, image.Width), Math.Min(height, image.Height), image.Channels);
}
