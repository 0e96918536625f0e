using System.Numerics;

namespace MySpinBot.Nodes.Media;

/// <summary>Patterns that show what scaling does.</summary>
internal static class Regular
{
    /// <summary>White and black squares, eight along the shorter side.</summary>
    public static Vector3 Checkerboard(int x, int y, int width, int height)
    {
        var side = Math.Max(1, Math.Min(width, height) / 8);
        return ((x / side) + (y / side)) % 2 == 0 ? Vector3.One : Vector3.Zero;
    }

    /// <summary>Rings that grow finer outwards, to two pixels each at the ends of the longer side.</summary>
    public static Vector3 ZonePlate(int x, int y, int width, int height)
    {
        var (dx, dy) = (x - ((width - 1) / 2.0), y - ((height - 1) / 2.0));
        return new((float)(0.5 + (0.5 * Math.Cos(Math.PI * ((dx * dx) + (dy * dy)) / Math.Max(width, height)))));
    }
}
