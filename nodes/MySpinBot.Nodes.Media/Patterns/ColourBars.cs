using System.Numerics;
using static MySpinBot.Nodes.Media.PatternColours;

namespace MySpinBot.Nodes.Media;

/// <summary>Colour bars after SMPTE EG 1, in full-range RGB.</summary>
internal static class ColourBars
{
    private const float Level = 0.75f;
    private const float Setup = 0.075f;
    private const float Pluge = 0.04f;

    private static readonly Vector3 Black = new(Setup);

    private static readonly Vector3[] Bars =
        [new(Level), new(Level, Level, 0), new(0, Level, Level), new(0, Level, 0), new(Level, 0, Level), new(Level, 0, 0), new(0, 0, Level)];

    private static readonly Vector3[] Castellations = [Bars[6], Black, Bars[4], Black, Bars[2], Black, Bars[0]];

    // -I, white and +Q, each five quarters of a bar wide, as black is after them.
    private static readonly Vector3[] Wide = [Rgb(0x00214C), Vector3.One, Rgb(0x32006A), Black];

    /// <summary>The colour of a pixel.</summary>
    public static Vector3 At(int x, int y, int width, int height)
    {
        var bar = Math.Min(6, 7 * x / width);
        return 3 * y < 2 * height ? Bars[bar] : 4 * y < 3 * height ? Castellations[bar] : Bottom((x + 0.5) / width * 7);
    }

    private static Vector3 Bottom(double bars) => bars switch
    {
        < 5 => Wide[(int)(bars / 1.25)],
        < 6 => new Vector3(Setup + (((int)((bars - 5) * 3) - 1) * Pluge)),
        _ => Black,
    };
}
