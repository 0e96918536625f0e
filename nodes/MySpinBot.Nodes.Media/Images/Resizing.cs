using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Resizing by the names that graphs have for it.</summary>
internal static class Resizing
{
    /// <summary>Resizes, and refuses a size without pixels or beyond what an image may hold.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="width">Wanted columns.</param>
    /// <param name="height">Wanted rows.</param>
    /// <param name="method">nearest-exact, bilinear, area, bicubic or lanczos.</param>
    /// <param name="crop">center: cut to the wanted ratio first. disabled: stretch.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static Image To(Image image, long width, long height, string method, string crop, CancellationToken cancellation)
    {
        PictureBounds.Check(image.Batch, width, height, image.Channels);
        return ImageScaling.Scale(image, (int)width, (int)height, Kernel(method), crop == "center", cancellation: cancellation);
    }

    /// <summary>Resizes so that the longer side has a length, or the shorter one. The other is rounded half to even.</summary>
    internal static Image SideTo(Image image, int length, bool longer, string method, CancellationToken cancellation)
    {
        var (width, height) = SideTo(image.Width, image.Height, length, longer);
        return To(image, width, height, method, "disabled", cancellation);
    }

    internal static (long Width, long Height) SideTo(int width, int height, int length, bool longer)
        => width == height ? (length, length)
            : width > height == longer ? (length, Rounded((double)height / width * length))
            : (Rounded((double)width / height * length), length);

    /// <summary>Rounds half to even, as Python does.</summary>
    internal static long Rounded(double value) => (long)Math.Round(value, MidpointRounding.ToEven);

    internal static ScalingKernel Kernel(string method) => method switch
    {
        "bilinear" => ScalingKernel.Bilinear,
        "area" => ScalingKernel.Area,
        "bicubic" => ScalingKernel.Bicubic,
        "lanczos" => ScalingKernel.Lanczos,
        _ => ScalingKernel.NearestExact,
    };
}
