using System.Numerics;

namespace MySpinBot.Nodes.Media;

/// <summary>Eight ramps from 0 to 1: grey, the primaries, their mixtures, and all hues.</summary>
internal static class Ramps
{
    private static readonly Vector3[] Ends =
        [Vector3.One, Vector3.UnitX, Vector3.UnitY, Vector3.UnitZ, new(0, 1, 1), new(1, 0, 1), new(1, 1, 0)];

    /// <summary>The colour of a pixel.</summary>
    public static Vector3 At(int x, int y, int width, int height)
    {
        var (row, way) = (8 * y / height, x / (float)(width - 1));
        return row < Ends.Length ? Ends[row] * way : Hue(way * 6);
    }

    private static Vector3 Hue(float sixths) => Vector3.Clamp(
        new Vector3(Math.Abs(sixths - 3) - 1, 2 - Math.Abs(sixths - 2), 2 - Math.Abs(sixths - 4)), Vector3.Zero, Vector3.One);
}
