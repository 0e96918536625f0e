using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>What <see cref="ScaleEdit"/> means, for stills and for ffmpeg alike.</summary>
internal static class FrameScaling
{
    /// <summary>The size that a frame is scaled to, and where it then lies on its ground, or what is cut off before.</summary>
    public static (int Width, int Height, int X, int Y) Fitted(int width, int height, ScaleEdit edit)
    {
        var (across, down) = ((double)edit.Width / width, (double)edit.Height / height);
        switch (edit.Fit)
        {
            case FrameFit.Contain:
                var (columns, rows) = (Math.Clamp(Rounded(width, Math.Min(across, down)), 1, edit.Width), Math.Clamp(Rounded(height, Math.Min(across, down)), 1, edit.Height));
                return (columns, rows, (edit.Width - columns) / 2, (edit.Height - rows) / 2);
            case FrameFit.Cover:
                (columns, rows) = (Math.Max(Rounded(width, Math.Max(across, down)), edit.Width), Math.Max(Rounded(height, Math.Max(across, down)), edit.Height));
                return (columns, rows, (columns - edit.Width) / 2, (rows - edit.Height) / 2);
            default:
                return (edit.Width, edit.Height, 0, 0);
        }
    }

    /// <summary>Scales a picture.</summary>
    public static StillPicture Scale(StillPicture picture, ScaleEdit edit, CancellationToken cancellation)
    {
        var (width, height, x, y) = Fitted(picture.Width, picture.Height, edit);
        var scaled = (width, height) == (picture.Width, picture.Height) ? picture : Resized(picture, width, height, cancellation);
        return edit.Fit == FrameFit.Contain ? scaled.OnGround(x, y, edit.Width, edit.Height, [0, 0, 0, 0]) : scaled.Part(x, y, edit.Width, edit.Height);
    }

    private static StillPicture Resized(StillPicture picture, int width, int height, CancellationToken cancellation)
    {
        var image = Image.Create(1, picture.Height, picture.Width, picture.Channels, values => Spread(picture, values));
        var scaled = ImageScaling.Resize(image, width, height, ScalingKernel.Lanczos, cancellation: cancellation).Picture(0);
        var pixels = new byte[scaled.Length];
        if (picture.Channels == 3)
        {
            Round(scaled, pixels);
            return new StillPicture(pixels, width, height, 3);
        }

        for (var i = 0; i < pixels.Length; i += 4)
        {
            var alpha = Math.Clamp(scaled[i + 3], 0f, 1f);
            for (var channel = 0; channel < 3; channel++)
            {
                pixels[i + channel] = Rounded(alpha > 0 ? scaled[i + channel] / alpha : 0);
            }

            pixels[i + 3] = Rounded(alpha);
        }

        return new StillPicture(pixels, width, height, 4);
    }

    // What is seen through weighs less: colours are multiplied with alpha while they are mixed.
    private static void Spread(StillPicture picture, float[] values)
    {
        var pixels = picture.Pixels;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Levels.FromByte(pixels[i]);
        }

        for (var i = 0; picture.Channels == 4 && i < values.Length; i += 4)
        {
            values[i] *= values[i + 3];
            values[i + 1] *= values[i + 3];
            values[i + 2] *= values[i + 3];
        }
    }

    private static void Round(ReadOnlySpan<float> values, Span<byte> pixels)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = Rounded(values[i]);
        }
    }

    private static byte Rounded(float value) => (byte)Math.Clamp((value * 255f) + 0.5f, 0f, 255f);

    private static int Rounded(int length, double factor) => (int)Math.Round(length * factor, MidpointRounding.AwayFromZero);
}
