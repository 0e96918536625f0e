using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Svd;

/// <summary>The noise that a video model's picture is given: it was trained with it, so that it does not copy the picture into every frame.</summary>
internal static class AugmentationNoise
{
    private const int Colours = 3;

    /// <summary>Pixels with noise of a seed, [batch, height, width, 3]; not kept within 0..1.</summary>
    /// <param name="image">RGB; of RGBA the colours are taken, and grey is taken for all three.</param>
    /// <param name="level">What the noise is multiplied by, on the scale of 0..1.</param>
    /// <param name="seed">The noise's seed.</param>
    /// <param name="isPlanar">Whether the noise is drawn colour by colour, [batch, 3, height, width], as diffusers lays pictures out; else pixel by pixel, as ComfyUI does.</param>
    public static Image Added(Image image, float level, ulong seed, bool isPlanar)
    {
        var noise = new float[level > 0 ? checked(image.Batch * image.Height * image.Width * Colours) : 0];
        if (level > 0)
        {
            new TorchGenerator(seed).Normal(noise);
        }

        return Added(image, level, noise, isPlanar);
    }

    /// <summary>As the other, with noise that is given; none where the level is 0.</summary>
    internal static Image Added(Image image, float level, float[] noise, bool isPlanar)
    {
        var cells = image.Height * image.Width;
        return Image.Create(image.Batch, image.Height, image.Width, Colours, pixels =>
        {
            for (var i = 0; i < pixels.Length; i++)
            {
                var (cell, colour) = (i / Colours % cells, i % Colours);
                pixels[i] = image.Pixels[(i / Colours * image.Channels) + (image.Channels < Colours ? 0 : colour)];
                if (level > 0)
                {
                    pixels[i] += level * noise[isPlanar ? (((i / (Colours * cells) * Colours) + colour) * cells) + cell : i];
                }
            }
        });
    }
}
