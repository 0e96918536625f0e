using System.Numerics;
using static MySpinBot.Nodes.Media.PatternColours;

namespace MySpinBot.Nodes.Media;

/// <summary>The 24 patches of a ColorChecker in sRGB, six in a row, on near black.</summary>
internal static class ColourChart
{
    private const int Columns = 6;
    private const int Rows = 4;
    private const double Frame = 0.06;

    private static readonly Vector3 Ground = Rgb(0x14_14_14);

    private static readonly Vector3[] Patches =
    [
        .. new[]
        {
            0x735244, 0xC29682, 0x627A9D, 0x576C43, 0x8580B1, 0x67BDAA,
            0xD67E2C, 0x505BA6, 0xC15A63, 0x5E3C6C, 0x9DBC40, 0xE0A32E,
            0x383D96, 0x469449, 0xAF363C, 0xE7C71F, 0xBB5695, 0x0885A1,
            0xF3F3F2, 0xC8C8C8, 0xA0A0A0, 0x7A7A79, 0x555555, 0x343434,
        }.Select(Rgb),
    ];

    /// <summary>The colour of a pixel.</summary>
    public static Vector3 At(int x, int y, int width, int height)
    {
        var (column, row) = (x * Columns / width, y * Rows / height);
        var (left, right) = (column * width / Columns, (column + 1) * width / Columns);
        var (top, bottom) = (row * height / Rows, (row + 1) * height / Rows);
        var frame = (int)Math.Round(Frame * Math.Min(width / Columns, height / Rows));
        return x - left < frame || right - x <= frame || y - top < frame || bottom - y <= frame ? Ground : Patches[(row * Columns) + column];
    }
}
