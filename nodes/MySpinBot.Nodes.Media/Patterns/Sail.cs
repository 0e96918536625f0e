using System.Numerics;

namespace MySpinBot.Nodes.Media;

/// <summary>A small sailing boat: straight edges and pure colours in a scenery that has few of either.</summary>
/// <param name="foot">Where its mast meets the hull.</param>
/// <param name="height">Height of the mast.</param>
internal sealed class Sail(Vector2 foot, float height)
{
    private static readonly Vector3 White = new(0.97f, 0.96f, 0.92f);
    private static readonly Vector3 Red = new(0.84f, 0.16f, 0.13f);
    private static readonly Vector3 Wood = new(0.28f, 0.16f, 0.1f);

    /// <summary>Colour and opacity at a place; below the water line its pale mirror image.</summary>
    public Vector4 At(Vector2 place, float pixel)
    {
        var p = (place - foot) / height;
        var soft = pixel / height;
        var keel = 0.14f;
        var mirrored = p.Y > keel;
        p = mirrored ? p with { Y = (2 * keel) - p.Y } : p;
        var colour = Vector4.Zero;
        Lay(ref colour, White, Triangle(p, new(0.03f, -1), new(0.03f, -0.08f), new(0.55f, -0.08f)), soft);
        Lay(ref colour, Red, Triangle(p, new(-0.03f, -0.92f), new(-0.42f, -0.08f), new(-0.03f, -0.08f)), soft);
        Lay(ref colour, Wood, Box(p, new(0, -0.5f), new(0.014f, 0.52f)), soft);
        Lay(ref colour, Wood, Hull(p), soft);
        return colour with { W = colour.W * (mirrored ? 0.3f : 1) };
    }

    private static void Lay(ref Vector4 under, Vector3 colour, float distance, float soft)
    {
        var cover = Math.Clamp(0.5f - (distance / soft), 0, 1);
        if (cover > 0)
        {
            var alpha = cover + (under.W * (1 - cover));
            under = new Vector4(Vector3.Lerp(under.W > 0 ? under.AsVector3() : colour, colour, cover / alpha), alpha);
        }
    }

    private static float Triangle(Vector2 p, Vector2 a, Vector2 b, Vector2 c)
    {
        var turn = MathF.Sign(Cross(b - a, c - a));
        return Math.Max(Side(p, a, b, turn), Math.Max(Side(p, b, c, turn), Side(p, c, a, turn)));
    }

    private static float Side(Vector2 p, Vector2 a, Vector2 b, float turn) => -turn * Cross(Vector2.Normalize(b - a), p - a);

    private static float Cross(Vector2 a, Vector2 b) => (a.X * b.Y) - (a.Y * b.X);

    private static float Box(Vector2 p, Vector2 centre, Vector2 half) => Math.Max(Math.Abs(p.X - centre.X) - half.X, Math.Abs(p.Y - centre.Y) - half.Y);

    private static float Hull(Vector2 p) => Math.Max(Math.Max(-p.Y, p.Y - 0.14f), Math.Abs(p.X - 0.05f) - 0.52f + (p.Y * 1.3f));
}
