using MySpinBot.Sdk;

namespace MySpinBot.Imaging.Tests;

/// <summary>Pictures to try things on.</summary>
internal static class Pictures
{
    /// <summary>Smooth waves in three colours with values that are exact 8-bit levels.</summary>
    public static Image Waves(int width, int height, int channels = 3, int batch = 1) => Image.Create(batch, height, width, channels, pixels =>
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            var (c, x, y, n) = (i % channels, i / channels % width, i / channels / width % height, i / channels / width / height);
            pixels[i] = (byte)(128 + (100 * Math.Sin((x * 0.05 * (c + 1)) + n) * Math.Cos(y * 0.04))) / 255f;
        }
    });

    public static Image Flat(int width, int height, params byte[] colour) => Image.Create(1, height, width, colour.Length, pixels =>
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = colour[i % colour.Length] / 255f;
        }
    });

    public static float[] Pixel(this Image image, int x, int y, int index = 0)
        => image.Picture(index).Slice(((y * image.Width) + x) * image.Channels, image.Channels).ToArray();

    public static double MeanDifference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        a.Length.ShouldBe(b.Length);
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += Math.Abs(a[i] - b[i]);
        }

        return sum / a.Length;
    }
}
