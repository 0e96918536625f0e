using System.Numerics;
using static MySpinBot.Nodes.Media.PatternColours;

namespace MySpinBot.Nodes.Media;

/// <summary>The colours of a time of day.</summary>
/// <param name="Zenith">Sky above.</param>
/// <param name="Horizon">Sky below.</param>
/// <param name="Sun">The sun and its light.</param>
/// <param name="Cloud">Lit clouds.</param>
/// <param name="Far">The farthest hills.</param>
/// <param name="Near">The nearest ones.</param>
/// <param name="Water">Water that one looks into.</param>
internal sealed record SceneryPalette(Vector3 Zenith, Vector3 Horizon, Vector3 Sun, Vector3 Cloud, Vector3 Far, Vector3 Near, Vector3 Water)
{
    private static readonly SceneryPalette[] All =
    [
        Of(0x3A78BE, 0xD3E7F0, 0xFFF8DC, 0xFFFFFF, 0x8FAAC6, 0x2F5B37, 0x1D4E6B), // noon
        Of(0x5B80B8, 0xFFDDB3, 0xFFF3CF, 0xFFEBD8, 0xA4A3BF, 0x3D5B3A, 0x2B4D63), // morning
        Of(0x2E4487, 0xFFA565, 0xFFE6A0, 0xFFB48A, 0x7E6496, 0x2B3340, 0x232C52), // evening
        Of(0x23285C, 0xE8799A, 0xFFD9B8, 0xE990A8, 0x64528F, 0x1F2440, 0x191D42), // dusk
        Of(0x2F7F9E, 0xE5F3D2, 0xFFFBE0, 0xFAFFF2, 0x86B5B0, 0x2C6146, 0x125158), // spring
    ];

    /// <summary>A time of day.</summary>
    public static SceneryPalette Choose(int number) => All[number % All.Length];

    private static SceneryPalette Of(params int[] colours)
    {
        var c = colours.Select(Rgb).ToArray();
        return new(c[0], c[1], c[2], c[3], c[4], c[5], c[6]);
    }
}
