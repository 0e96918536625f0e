using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A mask that fades at the sides of the picture.</summary>
public static class FeatherMaskNode
{
    /// <summary>Lets a mask fade towards the sides of the picture, evenly over so many pixels; corners fade twice.</summary>
    /// <param name="mask">The masks.</param>
    /// <param name="left">Pixels at the left side.</param>
    /// <param name="top">Pixels at the top.</param>
    /// <param name="right">Pixels at the right side.</param>
    /// <param name="bottom">Pixels at the bottom.</param>
    /// <returns>The mask, faded.</returns>
    [Node("FeatherMask", Title = "Feather mask", Category = "image/mask", Search = "soft edge mask,gradient mask edge,vignette", Need = nameof(Need))]
    public static Mask Feather(
        Mask mask, [Range(0, 16384)] int left = 0, [Range(0, 16384)] int top = 0, [Range(0, 16384)] int right = 0, [Range(0, 16384)] int bottom = 0)
    {
        var values = mask.Values.ToArray();
        var (fromLeft, fromRight) = (Rates(left, mask.Width), Rates(right, mask.Width));
        var (fromTop, fromBottom) = (Rates(top, mask.Height), Rates(bottom, mask.Height));
        for (var row = 0; row < mask.Batch * mask.Height; row++)
        {
            var y = row % mask.Height;
            var line = values.AsSpan(row * mask.Width, mask.Width);
            Scale(line[..fromLeft.Length], fromLeft);
            for (var i = 0; i < fromRight.Length; i++)
            {
                line[^(i + 1)] *= fromRight[i];
            }

            if (y < fromTop.Length)
            {
                Scale(line, fromTop[y]);
            }

            if (mask.Height - 1 - y < fromBottom.Length)
            {
                Scale(line, fromBottom[mask.Height - 1 - y]);
            }
        }

        return Mask.Own(mask.Batch, mask.Height, mask.Width, values);
    }

    /// <summary>The new mask.</summary>
    public static MemoryNeed Need(Mask? mask) => MaskPictures.Copies(mask, 1);

    // 1/n, 2/n, … n/n, from the side inwards
    private static float[] Rates(int pixels, int side)
    {
        var rates = new float[Math.Min(pixels, side)];
        for (var i = 0; i < rates.Length; i++)
        {
            rates[i] = (float)((i + 1.0) / rates.Length);
        }

        return rates;
    }

    private static void Scale(Span<float> values, ReadOnlySpan<float> rates)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= rates[i];
        }
    }

    private static void Scale(Span<float> values, float rate)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= rate;
        }
    }
}
