using System.Globalization;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>What <see cref="ScaleEdit"/> means, for stills and for ffmpeg alike.</summary>
internal static class FrameScaling
{
    /// <summary>Scales a picture; with its ratio kept, the rest is black.</summary>
    public static Image Scale(Image image, ScaleEdit edit, CancellationToken cancellation)
    {
        var (width, height) = edit.Fit == FrameFit.Contain ? Within(image.Width, image.Height, edit.Width, edit.Height) : (edit.Width, edit.Height);
        var scaled = ImageScaling.Resize(image, width, height, ScalingKernel.Lanczos, cancellation: cancellation);
        return width == edit.Width && height == edit.Height
            ? scaled
            : Image.Create(1, edit.Height, edit.Width, 3, pixels => Centre(scaled, edit, pixels));
    }

    /// <summary>The same as a filter of ffmpeg.</summary>
    public static string Filter(ScaleEdit edit) => edit.Fit == FrameFit.Contain
        ? string.Create(CultureInfo.InvariantCulture,
            $"scale={edit.Width}:{edit.Height}:force_original_aspect_ratio=decrease:flags=lanczos,pad={edit.Width}:{edit.Height}:-1:-1:black")
        : string.Create(CultureInfo.InvariantCulture, $"scale={edit.Width}:{edit.Height}:flags=lanczos");

    private static (int Width, int Height) Within(int width, int height, int mostWidth, int mostHeight)
    {
        var factor = Math.Min((double)mostWidth / width, (double)mostHeight / height);
        return (Math.Clamp((int)Math.Round(width * factor), 1, mostWidth), Math.Clamp((int)Math.Round(height * factor), 1, mostHeight));
    }

    private static void Centre(Image picture, ScaleEdit edit, float[] pixels)
    {
        Array.Clear(pixels);
        var (left, top) = ((edit.Width - picture.Width) / 2, (edit.Height - picture.Height) / 2);
        for (var y = 0; y < picture.Height; y++)
        {
            picture.Picture(0).Slice(y * picture.Width * 3, picture.Width * 3).CopyTo(pixels.AsSpan((((y + top) * edit.Width) + left) * 3));
        }
    }
}
