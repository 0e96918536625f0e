using System.Numerics;

namespace MySpinBot.Nodes.Media;

/// <summary>A linear change of RGB, by rows.</summary>
internal readonly record struct ColourMatrix(Vector3 Red, Vector3 Green, Vector3 Blue)
{
    private static readonly Vector3 Luma = new(0.2126f, 0.7152f, 0.0722f); // Rec. 709

    /// <summary>Changes the distance from grey.</summary>
    public static ColourMatrix Saturation(float factor) => new(
        (Luma * (1 - factor)) + (Vector3.UnitX * factor), (Luma * (1 - factor)) + (Vector3.UnitY * factor), (Luma * (1 - factor)) + (Vector3.UnitZ * factor));

    /// <summary>Turns colours about the grey axis, as SVG's hueRotate does (Filter Effects 1, 9.6), with Rec. 709 weights.</summary>
    public static ColourMatrix Hue(float degrees)
    {
        var (sine, cosine) = MathF.SinCos(degrees * MathF.PI / 180);
        var turn = new ColourMatrix(new(-0.2126f, -0.7152f, 0.9278f), new(0.143f, 0.140f, -0.283f), new(-0.7874f, 0.7152f, 0.0722f));
        return new(
            Luma + ((Vector3.UnitX - Luma) * cosine) + (turn.Red * sine),
            Luma + ((Vector3.UnitY - Luma) * cosine) + (turn.Green * sine),
            Luma + ((Vector3.UnitZ - Luma) * cosine) + (turn.Blue * sine));
    }

    /// <summary>The changed colour.</summary>
    public Vector3 Apply(Vector3 rgb) => new(Vector3.Dot(Red, rgb), Vector3.Dot(Green, rgb), Vector3.Dot(Blue, rgb));

    /// <summary>This, and then another.</summary>
    public ColourMatrix Then(ColourMatrix other)
    {
        var me = this;
        return new(Row(other.Red), Row(other.Green), Row(other.Blue));

        Vector3 Row(Vector3 weights) => (me.Red * weights.X) + (me.Green * weights.Y) + (me.Blue * weights.Z);
    }
}
