using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MySpinBot.Imaging;

namespace MySpinBot.Nodes.Media;

/// <summary>The background of a card: a gradient, soft lights, a few large circles, darker edges.</summary>
internal static class CardBackdrop
{
    /// <summary>The same seed and text give the same background.</summary>
    public static Random Randomness(long seed, string text)
        => new(BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}:{text}"))));

    /// <summary>Draws it.</summary>
    public static Canvas Draw(int width, int height, CardStyle style, Random random)
    {
        var reach = Math.Max(width, height);
        var canvas = Gradients.Linear(width, height, Shift(style.Top, style, random), Shift(style.Bottom, style, random), 20 + (random.NextDouble() * 120));
        for (var i = 0; i < 3; i++)
        {
            var light = i == 0 ? style.Accent.Fade(0.5f) : style.Top.Toward(Colour.White, 0.4f).Fade(0.3f);
            canvas.Glow(random.NextDouble() * width, random.NextDouble() * height, reach * (0.35 + (0.35 * random.NextDouble())), light);
        }

        for (var i = 0; i < 5; i++)
        {
            Circle(canvas, random, reach, i % 2 == 0 ? Colour.White.Fade(0.05f) : style.Accent.Fade(0.09f));
        }

        return canvas.Shade((x, y) => Colour.Black.Fade(Vignette(x, y, width, height))).Dither();
    }

    private static Colour Shift(Colour colour, CardStyle style, Random random) => colour.Toward(style.Accent, (float)random.NextDouble() * 0.14f);

    /// <summary>Circles keep to the rim, so that the letters stand on quiet ground.</summary>
    private static void Circle(Canvas canvas, Random random, int reach, Colour colour)
    {
        var radius = reach * (0.06 + (0.16 * random.NextDouble()));
        var turn = random.NextDouble() * Math.Tau;
        var (x, y) = (canvas.Width * (0.5 + (0.52 * Math.Cos(turn))), canvas.Height * (0.5 + (0.56 * Math.Sin(turn))));
        canvas.FillRectangle(x - radius, y - radius, 2 * radius, 2 * radius, colour, radius);
    }

    private static float Vignette(int x, int y, int width, int height)
    {
        var (dx, dy) = (((x + 0.5f) / width) - 0.5f, ((y + 0.5f) / height) - 0.5f);
        return Math.Clamp(0.8f * ((dx * dx) + (dy * dy) - 0.08f), 0, 1);
    }
}
