using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>One node for all ways to another size, for pictures and masks.</summary>
public static class ResizeImageMaskNode
{
    private const double Megapixel = 1024 * 1024;

    /// <summary>Resizes pictures or masks. Which of the settings counts depends on the kind of resizing.</summary>
    /// <param name="input">The pictures or masks.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="resizeType">What the new size follows from.</param>
    /// <param name="scaleMethod">How values between pixels are found: area for smaller, lanczos for larger, nearest-exact for pixel art.</param>
    /// <param name="width">scale dimensions, scale width: new width in pixels; 0 follows from the height.</param>
    /// <param name="height">scale dimensions, scale height: new height in pixels; 0 follows from the width.</param>
    /// <param name="crop">scale dimensions, match size: center cuts to the new ratio first, disabled stretches.</param>
    /// <param name="multiplier">scale by multiplier: the factor for both sides.</param>
    /// <param name="longerSize">scale longer dimension: its new length in pixels.</param>
    /// <param name="shorterSize">scale shorter dimension: its new length in pixels.</param>
    /// <param name="megapixels">scale total pixels: the area; one megapixel has 1024 × 1024 pixels.</param>
    /// <param name="multiple">scale total pixels, scale to multiple: both sides become multiples of this. Left open it is 1 for the former and 8 for the latter.</param>
    /// <param name="match">match size: picture or mask whose size is taken.</param>
    /// <returns>What was given, in its new size.</returns>
    [Node("ResizeImageMaskNode", Title = "Resize image or mask", Category = "image/transform", Search = "resize,resize mask,scale,shrink,enlarge,dimensions")]
    [return: Output(Name = "resized", Type = "IMAGE,MASK")]
    public static object Resize(
        [Input(Type = "IMAGE,MASK", SocketOnly = true)] object input,
        CancellationToken cancellation,
        [Choices("scale dimensions", "scale by multiplier", "scale longer dimension", "scale shorter dimension", "scale width", "scale height", "scale total pixels", "match size", "scale to multiple")]
        string resizeType = "scale dimensions",
        [Choices("nearest-exact", "bilinear", "area", "bicubic", "lanczos")] string scaleMethod = "area",
        [Range(0, 16384)] [Input(Name = "resize_type.width")] int width = 512,
        [Range(0, 16384)] [Input(Name = "resize_type.height")] int height = 512,
        [Choices("disabled", "center")] [Input(Name = "resize_type.crop")] string crop = "center",
        [Range(0.01, 8.0)] [Input(Name = "resize_type.multiplier", Step = 0.01)] double multiplier = 1,
        [Range(0, 16384)] [Input(Name = "resize_type.longer_size")] int longerSize = 512,
        [Range(0, 16384)] [Input(Name = "resize_type.shorter_size")] int shorterSize = 512,
        [Range(0.01, 16.0)] [Input(Name = "resize_type.megapixels", Step = 0.01)] double megapixels = 1,
        [Range(1, 16384)] [Input(Name = "resize_type.multiple")] int? multiple = null,
        [Input(Name = "resize_type.match", Type = "IMAGE,MASK", SocketOnly = true)] object? match = null)
    {
        var given = AsImage(input, "input");
        var resized = resizeType switch
        {
            "scale by multiplier" => To(Resizing.Rounded(given.Width * multiplier), Resizing.Rounded(given.Height * multiplier)),
            "scale longer dimension" => Resizing.SideTo(given, longerSize, longer: true, scaleMethod, cancellation),
            "scale shorter dimension" => Resizing.SideTo(given, shorterSize, longer: false, scaleMethod, cancellation),
            "scale width" => Free(width, 0, "disabled"),
            "scale height" => Free(0, height, "disabled"),
            "scale total pixels" => ToArea(multiple ?? 1),
            "match size" => AsImage(match, "resize_type.match") is var other ? Resizing.To(given, other.Width, other.Height, scaleMethod, crop, cancellation) : given,
            "scale to multiple" => ToMultiple(given, multiple ?? 8, scaleMethod, cancellation),
            _ => Free(width, height, crop),
        };
        return input is Mask ? Mask.Own(resized.Batch, resized.Height, resized.Width, resized.Pixels.ToArray()) : resized;

        Image To(long newWidth, long newHeight) => Resizing.To(given, newWidth, newHeight, scaleMethod, "disabled", cancellation);

        Image Free(int newWidth, int newHeight, string cut) => newWidth == 0 && newHeight == 0 ? given : ImageScaleNode.Scale(given, cancellation, scaleMethod, newWidth, newHeight, cut);

        Image ToArea(int steps)
        {
            var factor = Math.Sqrt(Math.Floor(megapixels * Megapixel) / ((double)given.Width * given.Height)) / steps;
            return To(Math.Max(1, Resizing.Rounded(given.Width * factor)) * steps, Math.Max(1, Resizing.Rounded(given.Height * factor)) * steps);
        }
    }

    // Covers the largest size of such multiples that fits into the old one, and cuts evenly what sticks out.
    private static Image ToMultiple(Image image, int multiple, string method, CancellationToken cancellation)
    {
        var (width, height) = (image.Width / multiple * multiple, image.Height / multiple * multiple);
        if (width == 0 || height == 0 || (width == image.Width && height == image.Height))
        {
            return image;
        }

        var (byWidth, byHeight) = ((double)width / image.Width, (double)height / image.Height);
        var covering = byWidth >= byHeight
            ? Resizing.To(image, width, Math.Max(height, (long)Math.Ceiling(image.Height * byWidth)), method, "disabled", cancellation)
            : Resizing.To(image, Math.Max(width, (long)Math.Ceiling(image.Width * byHeight)), height, method, "disabled", cancellation);
        return Imaging.ImageScaling.Crop(covering, (covering.Width - width) / 2, (covering.Height - height) / 2, width, height);
    }

    private static Image AsImage(object? value, string input) => value switch
    {
        Image image => image,
        Mask mask => Image.Own(mask.Batch, mask.Height, mask.Width, 1, mask.Values.ToArray()),
        _ => throw new NodeFailure($"'{input}' is neither a picture nor a mask; link one of them.") { Input = input },
    };
}
