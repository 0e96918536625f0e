using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Room around a mask.</summary>
internal static class Padding
{
    /// <summary>The mask with so many empty rows and columns on each side.</summary>
    public static Mask Around(Mask mask, int reach)
    {
        var width = mask.Width + (2 * reach);
        var values = new float[width * (mask.Height + (2 * reach))];
        for (var row = 0; row < mask.Height; row++)
        {
            mask.Values.Slice(row * mask.Width, mask.Width).CopyTo(values.AsSpan(((row + reach) * width) + reach));
        }

        return Mask.Own(1, mask.Height + (2 * reach), width, values);
    }
}
