using System.Numerics;

namespace MySpinBot.Nodes.Media;

/// <summary>A picture as a function: the sRGB colour of a pixel.</summary>
internal delegate Vector3 Pattern(int x, int y, int width, int height);

/// <summary>Colours of patterns.</summary>
internal static class PatternColours
{
    /// <summary>0xRRGGBB as values from 0 to 1.</summary>
    public static Vector3 Rgb(int colour) => new((colour >> 16 & 255) / 255f, (colour >> 8 & 255) / 255f, (colour & 255) / 255f);
}
