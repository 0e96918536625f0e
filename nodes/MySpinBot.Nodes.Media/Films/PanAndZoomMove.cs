using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Ways in which a still can be brought to life.</summary>
public enum PanAndZoomMove
{
    /// <summary>Slowly closer, towards the middle.</summary>
    [Choice("zoom in")]
    ZoomIn,

    /// <summary>Slowly away from the middle.</summary>
    [Choice("zoom out")]
    ZoomOut,

    /// <summary>The window moves to the left.</summary>
    [Choice("pan left")]
    PanLeft,

    /// <summary>The window moves to the right.</summary>
    [Choice("pan right")]
    PanRight,

    /// <summary>The window moves up.</summary>
    [Choice("pan up")]
    PanUp,

    /// <summary>The window moves down.</summary>
    [Choice("pan down")]
    PanDown,

    /// <summary>Another way for each picture, by seed: closer or away, around a place near the middle.</summary>
    [Choice("by seed")]
    BySeed,

    /// <summary>From one window to another, as the inputs say.</summary>
    [Choice("custom")]
    Custom,
}

/// <summary>Windows for the moves that have a name.</summary>
internal static class PanAndZoomMoves
{
    /// <summary>From where to where.</summary>
    /// <param name="move">The move; not <see cref="PanAndZoomMove.Custom"/>.</param>
    /// <param name="zoom">How much closer the closer end is.</param>
    /// <param name="chance">For a move by seed: a number that looks random.</param>
    public static (FrameWindow From, FrameWindow To) Windows(this PanAndZoomMove move, double zoom, ulong chance)
    {
        var whole = new FrameWindow(0.5, 0.5, 1);
        return move switch
        {
            PanAndZoomMove.ZoomOut => (whole with { Zoom = zoom }, whole),
            PanAndZoomMove.PanLeft => (new(1, 0.5, zoom), new(0, 0.5, zoom)),
            PanAndZoomMove.PanRight => (new(0, 0.5, zoom), new(1, 0.5, zoom)),
            PanAndZoomMove.PanUp => (new(0.5, 1, zoom), new(0.5, 0, zoom)),
            PanAndZoomMove.PanDown => (new(0.5, 0, zoom), new(0.5, 1, zoom)),
            PanAndZoomMove.BySeed => ByChance(zoom, chance),
            _ => (whole, whole with { Zoom = zoom }),
        };
    }

    private static (FrameWindow From, FrameWindow To) ByChance(double zoom, ulong chance)
    {
        // SplitMix64 (Steele, Lea, Flood, 2014) spreads a seed and a content id over all bits.
        chance = (chance ^ (chance >> 30)) * 0xBF58476D1CE4E5B9;
        chance = (chance ^ (chance >> 27)) * 0x94D049BB133111EB;
        chance ^= chance >> 31;
        var near = new FrameWindow(Place(chance), Place(chance >> 20), zoom);
        var far = new FrameWindow(0.5, 0.5, 1);
        return (chance >> 63) == 0 ? (far, near) : (near, far);
    }

    private static double Place(ulong chance) => 0.3 + (0.4 * (chance & 0xFFFFF) / 0xFFFFF);
}
