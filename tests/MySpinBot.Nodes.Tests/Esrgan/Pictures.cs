namespace MySpinBot.Nodes.Tests.Esrgan;

/// <summary>Pictures to make larger.</summary>
internal static class Pictures
{
    /// <summary>Waves of several lengths and a few hard edges, other ones in each channel.</summary>
    public static Image Waves(int width, int height, int channels = 3, int batch = 1) => Image.Create(batch, height, width, channels, pixels =>
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            var (channel, x, y) = (i % channels, i / channels % width, i / channels / width);
            var waves = Math.Sin((x * 0.31) + channel) + Math.Sin((y * 0.17) - (2 * channel)) + Math.Sin((x + y) * 0.043);
            pixels[i] = (float)Math.Clamp(0.5 + (waves / 7) + ((x / 9) + (y / 13) is var cell && cell % 5 == channel ? 0.2 : 0), 0, 1);
        }
    });

    public static byte[] Bytes(Image image) => [.. image.Pixels.ToArray().Select(value => (byte)MathF.Round(value * 255))];

    public static double Farthest(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        one.Length.ShouldBe(other.Length);
        var farthest = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            farthest = Math.Max(farthest, Math.Abs((double)one[i] - other[i]));
        }

        return farthest;
    }

    /// <summary>Peak signal to noise ratio in decibels, of values in 0..1.</summary>
    public static double Psnr(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            sum += ((double)one[i] - other[i]) * ((double)one[i] - other[i]);
        }

        return sum == 0 ? double.PositiveInfinity : 10 * Math.Log10(one.Length / sum);
    }
}
