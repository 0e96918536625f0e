using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Where in a frame something lies.</summary>
public enum FrameAnchor
{
    /// <summary>Upper left corner.</summary>
    [Choice("top left")]
    TopLeft,

    /// <summary>Middle of the upper edge.</summary>
    [Choice("top")]
    Top,

    /// <summary>Upper right corner.</summary>
    [Choice("top right")]
    TopRight,

    /// <summary>Middle of the left edge.</summary>
    [Choice("left")]
    Left,

    /// <summary>The middle.</summary>
    [Choice("center")]
    Centre,

    /// <summary>Middle of the right edge.</summary>
    [Choice("right")]
    Right,

    /// <summary>Lower left corner.</summary>
    [Choice("bottom left")]
    BottomLeft,

    /// <summary>Middle of the lower edge.</summary>
    [Choice("bottom")]
    Bottom,

    /// <summary>Lower right corner.</summary>
    [Choice("bottom right")]
    BottomRight,
}

/// <summary>Places one rectangle in another.</summary>
internal static class FrameAnchors
{
    /// <summary>Where the smaller one begins.</summary>
    /// <param name="anchor">Where it lies.</param>
    /// <param name="spareWidth">Columns that are left beside it; negative where it is wider.</param>
    /// <param name="spareHeight">Rows that are left beside it.</param>
    /// <param name="margin">Pixels that it keeps from the edges that it lies at.</param>
    public static (int X, int Y) Place(FrameAnchor anchor, int spareWidth, int spareHeight, int margin = 0)
        => (Along((int)anchor % 3, spareWidth, margin), Along((int)anchor / 3, spareHeight, margin));

    private static int Along(int third, int spare, int margin) => third switch
    {
        0 => margin,
        1 => (int)Math.Floor(spare / 2.0),
        _ => spare - margin,
    };
}
