namespace MySpinBot.Imaging;

/// <summary>RGBA levels with their colour multiplied by alpha, so that what is not seen does not bleed into its neighbours when they are mixed; with Pillow's rounding.</summary>
internal static class AlphaWeighting
{
    internal static void Multiply(Span<byte> pixels)
    {
        for (var i = 0; i < pixels.Length; i += 4)
        {
            for (var c = 0; c < 3; c++)
            {
                var product = (pixels[i + c] * pixels[i + 3]) + 128;
                pixels[i + c] = (byte)(((product >> 8) + product) >> 8);
            }
        }
    }

    internal static void Divide(Span<byte> pixels)
    {
        for (var i = 0; i < pixels.Length; i += 4)
        {
            int alpha = pixels[i + 3];
            for (var c = 0; c < 3 && alpha is > 0 and < 255; c++)
            {
                pixels[i + c] = (byte)Math.Min(255, 255 * pixels[i + c] / alpha);
            }
        }
    }
}
