using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Svd;

/// <summary>The noise that a video model's picture is given: it was trained with it, so that it does not copy the picture into every frame.</summary>
internal static class AugmentationNoise
{
    /// <summary>Pixels with noise, [batch, height, width, 3]; not kept within 0..1.</summary>
    /// <param name="image">RGB; of RGBA the colours are taken, and grey is taken for all three.</param>
    /// <param name="level">What the noise is multiplied by, on the scale of 0..1.</param>
    /// <param name="seed">The noise's seed.</param>
    /// <param name="isPlanar">Whether the noise is drawn colour by colour, [batch, 3, height, width], as diffusers lays pictures out; else pixel by pixel, as ComfyUI does.</param>
    public static Image Added(Image image, float level, ulong seed, bool isPlanar)
    {
        const int Colours = 3;
        var cells = image.Height * image.Width;
        var noise = level > 0 ? new float[checked(image.Batch * cells * Colours)] : [];
        if (level > 0)
        {
            new TorchGenerator(seed).Normal(noise);
        }

        return Image.Create(image.Batch, image.Height, image.Width, Colours, pixels =>
        {
            for (var picture = 0; picture < image.Batch; picture++)
            {
                var from = image.Picture(picture);
                var to = pixels.AsSpan(picture * cells * Colours, cells * Colours);
                var drawn = noise.AsSpan(level > 0 ? picture * cells * Colours : 0, level > 0 ? cells * Colours : 0);
                for (var cell = 0; cell < cells; cell++)
                {
                    for (var colour = 0; colour < Colours; colour++)
                    {
                        var value = from[(cell * image.Channels) + (image.Channels < Colours ? 0 : colour)];
                        to[(cell * Colours) + colour] = level > 0 ? value + (level * drawn[isPlanar ? (colour * cells) + cell : (cell * Colours) + colour]) : value;
                    }
                }
            }
        });
    }
}
