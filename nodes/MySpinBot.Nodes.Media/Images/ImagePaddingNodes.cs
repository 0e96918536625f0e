using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Pictures with room around them.</summary>
public static class ImagePaddingNodes
{
    private const float Grey = 0.5f;

    /// <summary>Adds grey margins, and gives a mask of what has to be painted there.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="left">Margin on the left, in pixels.</param>
    /// <param name="top">Margin above, in pixels.</param>
    /// <param name="right">Margin on the right, in pixels.</param>
    /// <param name="bottom">Margin below, in pixels.</param>
    /// <param name="feathering">How far the mask fades into the picture from each margin, in pixels; not done where the picture is no wider or higher than twice this.</param>
    /// <returns>image: The larger pictures; mask: 1 on the margins, fading to 0 within the picture.</returns>
    [Node("ImagePadForOutpaint", Title = "Pad image for outpainting", Category = "image/transform", Search = "extend canvas,expand image,margin,border", Need = nameof(NeedMargins))]
    public static (Image Image, Mask Mask) PadForOutpaint(
        Image image,
        CancellationToken cancellation,
        [Range(0, 16384)] [Input(Step = 8)] int left = 0,
        [Range(0, 16384)] [Input(Step = 8)] int top = 0,
        [Range(0, 16384)] [Input(Step = 8)] int right = 0,
        [Range(0, 16384)] [Input(Step = 8)] int bottom = 0,
        [Range(0, 16384)] [Input(Advanced = true)] int feathering = 40)
    {
        var (width, height) = (image.Width + left + right, image.Height + top + bottom);
        var padded = PicturePlacing.OnPlain(image, width, height, left, top, Grey, cancellation);
        var mask = new float[width * height];
        Array.Fill(mask, 1);
        var fades = feathering > 0 && feathering < image.Height / 2.0 && feathering < image.Width / 2.0;
        var across = Fade(image.Width, left != 0, right != 0, feathering);
        var down = Fade(image.Height, top != 0, bottom != 0, feathering);
        for (var y = 0; y < image.Height; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            var row = mask.AsSpan(((top + y) * width) + left, image.Width);
            for (var x = 0; x < row.Length; x++)
            {
                row[x] = fades ? Math.Max(across[x], down[y]) : 0;
            }
        }

        return (padded, Mask.Own(1, height, width, mask));
    }

    /// <summary>Scales pictures so that they fit into a size, and fills what is left.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="targetWidth">Width of the result in pixels.</param>
    /// <param name="targetHeight">Height of the result in pixels.</param>
    /// <param name="paddingColor">What fills the margins.</param>
    /// <param name="interpolation">How values between pixels are found.</param>
    /// <returns>The pictures in the middle of the new size.</returns>
    [Node("ResizeAndPadImage", Title = "Resize and pad image", Category = "image/transform", Search = "fit to size,letterbox,margin", Need = nameof(NeedTarget))]
    public static Image ResizeAndPad(
        Image image,
        CancellationToken cancellation,
        [Range(1, 16384)] int targetWidth = 512,
        [Range(1, 16384)] int targetHeight = 512,
        [Choices("white", "black")] [Input(Advanced = true)] string paddingColor = "white",
        [Choices("area", "bicubic", "nearest-exact", "bilinear", "lanczos")] [Input(Advanced = true)] string interpolation = "area")
    {
        var factor = Math.Min((double)targetWidth / image.Width, (double)targetHeight / image.Height);
        var fitted = Resizing.To(image, (int)(image.Width * factor), (int)(image.Height * factor), interpolation, "disabled", cancellation);
        return PicturePlacing.OnPlain(
            fitted, targetWidth, targetHeight, (targetWidth - fitted.Width) / 2, (targetHeight - fitted.Height) / 2, paddingColor == "black" ? 0 : 1, cancellation);
    }

    /// <summary>The larger pictures.</summary>
    public static MemoryNeed NeedMargins(Image? image, int left, int top, int right, int bottom)
        => image is null ? MemoryNeed.None : PictureBounds.Need(image.Batch, image.Width + left + right, image.Height + top + bottom, image.Channels + 1);

    /// <summary>The pictures, fitted and padded.</summary>
    public static MemoryNeed NeedTarget(Image? image, int targetWidth, int targetHeight)
        => image is null ? MemoryNeed.None : PictureBounds.Need(image.Batch * 2.0, targetWidth, targetHeight, image.Channels);

    // Squared, so that it begins gently; the last pixel before the far margin is one away from it, the first after the near margin none.
    private static float[] Fade(int length, bool near, bool far, int feathering)
        => [.. Enumerable.Range(0, length).Select(at =>
        {
            var distance = Math.Min(near ? at : length, far ? length - at : length);
            var share = distance < feathering ? (double)(feathering - distance) / feathering : 0;
            return (float)(share * share);
        })];
}
