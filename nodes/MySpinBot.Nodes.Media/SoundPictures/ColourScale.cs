using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Colours for levels, from quiet to loud.</summary>
public enum ColourScale
{
    /// <summary>Night blue, purple, rose, orange, cream.</summary>
    [Choice("dusk")]
    Dusk,

    /// <summary>Deep blue, teal, green, pale yellow.</summary>
    [Choice("lagoon")]
    Lagoon,

    /// <summary>Black to white.</summary>
    [Choice("grey")]
    Grey,
}

/// <summary>The colours of each scale. Lightness rises steadily from end to end, so that they read the same in black and white.</summary>
internal static class ColourScales
{
    private static readonly Colour[] Dusk = Parse("#05040c", "#160f35", "#371564", "#601c80", "#8f2a85", "#be3a7b", "#e3565f", "#f6824a", "#fbb45c", "#fcf3c4");
    private static readonly Colour[] Lagoon = Parse("#050a1c", "#0b1f45", "#0c3f66", "#0e617b", "#178284", "#2ea486", "#5fc27f", "#9fdb78", "#dcef84", "#fbfbd0");
    private static readonly Colour[] Grey = [Colour.Black, Colour.White];

    /// <summary>The colour of a level from 0 to 1.</summary>
    public static Colour At(this ColourScale scale, double level)
    {
        var colours = scale switch { ColourScale.Lagoon => Lagoon, ColourScale.Grey => Grey, _ => Dusk };
        var place = Math.Clamp(level, 0, 1) * (colours.Length - 1);
        var below = Math.Min((int)place, colours.Length - 2);
        return colours[below].Toward(colours[below + 1], (float)(place - below));
    }

    private static Colour[] Parse(params string[] colours) => [.. colours.Select(Colour.Parse)];
}
