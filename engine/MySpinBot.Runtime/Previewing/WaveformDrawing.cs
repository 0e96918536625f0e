using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Previewing;

/// <summary>Draws the waves of a sound: a column for each piece, from its least to its greatest value, on nothing; where a format knows no opacity, on white.</summary>
internal static class WaveformDrawing
{
    // A blue that stands out from black and from white.
    private static readonly (float Red, float Green, float Blue) Ink = (0x3B / 255f, 0x82 / 255f, 0xF6 / 255f);

    /// <summary>Draws as many columns as there are pieces.</summary>
    public static byte[] Draw(SoundPeaks peaks, int width, int height, ImageEncoding encoding)
    {
        var coverage = new float[width * height];
        for (var x = 0; x < width; x++)
        {
            // Silence is a line of one pixel.
            var (top, bottom) = ((1 - peaks.Greatest[x]) / 2 * height, (1 - peaks.Least[x]) / 2 * height);
            var thin = Math.Max(0, 1 - (bottom - top)) / 2;
            Fill(coverage, x, width, height, top - thin, bottom + thin);
        }

        var isOpaque = encoding is JpegEncoding;
        var image = Image.Create(1, height, width, 3, values =>
        {
            for (var i = 0; i < coverage.Length; i++)
            {
                var ink = isOpaque ? coverage[i] : 1;
                (values[3 * i], values[(3 * i) + 1], values[(3 * i) + 2]) = (1 + ((Ink.Red - 1) * ink), 1 + ((Ink.Green - 1) * ink), 1 + ((Ink.Blue - 1) * ink));
            }
        });
        return ImageCodec.Encode(image, encoding, alpha: isOpaque ? null : Mask.Own(1, height, width, coverage));
    }

    private static void Fill(float[] coverage, int x, int width, int height, float top, float bottom)
    {
        for (var y = Math.Max(0, (int)top); y < Math.Min(height, (int)Math.Ceiling(bottom)); y++)
        {
            coverage[(y * width) + x] = Math.Clamp(Math.Min(bottom, y + 1) - Math.Max(top, y), 0, 1);
        }
    }
}
