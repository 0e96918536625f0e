using System.ComponentModel.DataAnnotations;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A mask of what has about one colour.</summary>
public static class MaskFromColorNode
{
    /// <summary>Finds what has about one colour, such as a green screen. Differences are measured as distances between red, green and blue: black and white are 1 apart.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="color">The colour that is looked for.</param>
    /// <param name="tolerance">How far a colour may be away and still count fully.</param>
    /// <param name="softness">Over how much further distance it fades to 0.</param>
    /// <returns>1 where the picture has the colour, 0 where it has another.</returns>
    [Node("MaskFromColor", Title = "Mask from colour", Category = "image/mask", Search = "chroma key,green screen,blue screen,color range,tolerance", Need = nameof(Need))]
    public static Mask Find(
        Image image,
        [Input(Color = true)] string color = "#00ff00",
        [Range(0.0, 1.0)] [Input(Step = 0.01)] double tolerance = 0.1,
        [Range(0.0, 1.0)] [Input(Step = 0.01)] double softness = 0.1)
    {
        var wanted = Colour.Parse(color);
        var channels = MaskConversionNodes.Coloured(image);
        var pixels = image.Pixels;
        var values = GC.AllocateUninitializedArray<float>(pixels.Length / channels);
        for (int i = 0, from = 0; i < values.Length; i++, from += channels)
        {
            var (red, green, blue) = (pixels[from] - wanted.Red, pixels[from + 1] - wanted.Green, pixels[from + 2] - wanted.Blue);
            var beyond = Math.Sqrt(((red * red) + (green * green) + (blue * blue)) / 3.0) - tolerance;
            values[i] = beyond <= 0 ? 1f : beyond >= softness ? 0f : (float)(1 - (beyond / softness));
        }

        return Mask.Own(image.Batch, image.Height, image.Width, values);
    }

    /// <summary>The mask.</summary>
    public static MemoryNeed Need(Image? image) => MaskConversionNodes.MaskNeed(image);
}
