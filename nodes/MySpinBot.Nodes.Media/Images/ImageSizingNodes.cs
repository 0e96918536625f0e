using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Sizes that follow from the picture's own.</summary>
public static class ImageSizingNodes
{
    private const double Megapixel = 1024 * 1024;

    // Sizes of about a megapixel that FLUX.1 Kontext was trained on; each also stands on its side.
    private static readonly (int Width, int Height)[] KontextSizes =
        [(672, 1568), (688, 1504), (720, 1456), (752, 1392), (800, 1328), (832, 1248), (880, 1184), (944, 1104), (1024, 1024)];

    /// <summary>Scales pictures by a factor.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="upscaleMethod">How values between pixels are found.</param>
    /// <param name="scaleBy">The factor: 2 doubles both sides.</param>
    /// <returns>The picture in its new size.</returns>
    [Node("ImageScaleBy", Title = "Scale image by", Category = "image/transform", Search = "resize,upscale,factor,zoom", Need = nameof(NeedBy))]
    public static Image ScaleBy(
        Image image,
        CancellationToken cancellation,
        [Choices("nearest-exact", "bilinear", "area", "bicubic", "lanczos")] string upscaleMethod = "nearest-exact",
        [Range(0.01, 8.0)] [Input(Step = 0.01)] double scaleBy = 1)
        => Resizing.To(image, Resizing.Rounded(image.Width * scaleBy), Resizing.Rounded(image.Height * scaleBy), upscaleMethod, "disabled", cancellation);

    /// <summary>Scales pictures to an area and keeps their ratio.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="upscaleMethod">How values between pixels are found.</param>
    /// <param name="megapixels">The area; one megapixel has 1024 × 1024 pixels.</param>
    /// <param name="resolutionSteps">Width and height are rounded to multiples of this.</param>
    /// <returns>The picture in its new size.</returns>
    [Node("ImageScaleToTotalPixels", Title = "Scale image to total pixels", Category = "image/transform", Search = "resize,megapixels,area", Need = nameof(NeedTotal))]
    public static Image ScaleToTotalPixels(
        Image image,
        CancellationToken cancellation,
        [Choices("nearest-exact", "bilinear", "area", "bicubic", "lanczos")] string upscaleMethod = "nearest-exact",
        [Range(0.01, 16.0)] [Input(Step = 0.01)] double megapixels = 1,
        [Range(1, 256)] [Input(Advanced = true)] int resolutionSteps = 1)
    {
        var factor = Math.Sqrt(megapixels * Megapixel / ((double)image.Width * image.Height)) / resolutionSteps;
        return Resizing.To(
            image, Resizing.Rounded(image.Width * factor) * resolutionSteps, Resizing.Rounded(image.Height * factor) * resolutionSteps, upscaleMethod, "disabled", cancellation);
    }

    /// <summary>Scales pictures so that the longer side has a given length.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="upscaleMethod">How values between pixels are found.</param>
    /// <param name="largestSize">Length of the longer side, in pixels.</param>
    /// <returns>The picture in its new size.</returns>
    [Node("ImageScaleToMaxDimension", Title = "Scale image to max dimension", Category = "image/transform", Search = "resize,longest side,fit", Need = nameof(NeedSide))]
    public static Image ScaleToMaxDimension(
        Image image,
        CancellationToken cancellation,
        [Choices("area", "lanczos", "bilinear", "nearest-exact", "bicubic")] string upscaleMethod = "area",
        [Range(0, 16384)] int largestSize = 512)
        => Resizing.SideTo(image, largestSize, longer: true, upscaleMethod, cancellation);

    /// <summary>Scales and cuts pictures to the nearest of the sizes that FLUX.1 Kontext works best with.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The picture, with about one megapixel.</returns>
    [Node("FluxKontextImageScale", Category = "image/transform", Search = "flux,kontext,resize,preset", Need = nameof(NeedKontext))]
    public static Image ScaleForKontext(Image image, CancellationToken cancellation)
    {
        var ratio = (double)image.Width / image.Height;
        var (width, height) = KontextSizes.Concat(KontextSizes.Select(size => (Width: size.Height, Height: size.Width)))
            .OrderBy(size => Math.Abs(ratio - ((double)size.Width / size.Height))).ThenBy(size => size.Width).First();
        return Resizing.To(image, width, height, "lanczos", "center", cancellation);
    }

    /// <summary>The new pictures.</summary>
    public static MemoryNeed NeedBy(Image? image, double scaleBy) => PictureBounds.Need(image, scaleBy * scaleBy);

    /// <summary>The new pictures.</summary>
    public static MemoryNeed NeedTotal(Image? image, double megapixels) => image is null ? MemoryNeed.None : PictureBounds.Need(image.Batch, megapixels, Megapixel, image.Channels);

    /// <summary>The new pictures.</summary>
    public static MemoryNeed NeedSide(Image? image, int largestSize) => image is null ? MemoryNeed.None : PictureBounds.Need(image.Batch, largestSize, largestSize, image.Channels);

    /// <summary>The new pictures.</summary>
    public static MemoryNeed NeedKontext(Image? image) => NeedTotal(image, 1.1);
}
