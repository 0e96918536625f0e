using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>How a picture with transparency is laid on another.</summary>
public enum PorterDuffMode
{
    /// <summary>Both are added.</summary>
    [Choice("ADD")]
    Add,

    /// <summary>Nothing is left.</summary>
    [Choice("CLEAR")]
    Clear,

    /// <summary>The darker of both.</summary>
    [Choice("DARKEN")]
    Darken,

    /// <summary>The destination alone.</summary>
    [Choice("DST")]
    Dst,

    /// <summary>The destination within the source, which stays where the destination is not.</summary>
    [Choice("DST_ATOP")]
    DstAtop,

    /// <summary>The destination where the source is.</summary>
    [Choice("DST_IN")]
    DstIn,

    /// <summary>The destination where the source is not.</summary>
    [Choice("DST_OUT")]
    DstOut,

    /// <summary>The destination in front of the source.</summary>
    [Choice("DST_OVER")]
    DstOver,

    /// <summary>The lighter of both.</summary>
    [Choice("LIGHTEN")]
    Lighten,

    /// <summary>The product of both.</summary>
    [Choice("MULTIPLY")]
    Multiply,

    /// <summary>Dark parts of the destination are multiplied, light ones screened.</summary>
    [Choice("OVERLAY")]
    Overlay,

    /// <summary>The inverse of the product of their inverses.</summary>
    [Choice("SCREEN")]
    Screen,

    /// <summary>The source alone.</summary>
    [Choice("SRC")]
    Src,

    /// <summary>The source within the destination, which stays where the source is not.</summary>
    [Choice("SRC_ATOP")]
    SrcAtop,

    /// <summary>The source where the destination is.</summary>
    [Choice("SRC_IN")]
    SrcIn,

    /// <summary>The source where the destination is not.</summary>
    [Choice("SRC_OUT")]
    SrcOut,

    /// <summary>The source in front of the destination.</summary>
    [Choice("SRC_OVER")]
    SrcOver,

    /// <summary>Each where the other is not.</summary>
    [Choice("XOR")]
    Xor,
}

/// <summary>The operators of T. Porter and T. Duff, "Compositing digital images", SIGGRAPH 1984, and blend modes in their manner, on colours multiplied by their opacity.</summary>
internal static class PorterDuff
{
    /// <summary>The opacity that results from those of source and destination.</summary>
    public static float Opacity(PorterDuffMode mode, float source, float destination) => mode switch
    {
        PorterDuffMode.Add => Math.Clamp(source + destination, 0f, 1f),
        PorterDuffMode.Clear => 0f,
        PorterDuffMode.Dst => destination,
        PorterDuffMode.DstAtop or PorterDuffMode.Src => source,
        PorterDuffMode.DstIn or PorterDuffMode.SrcIn or PorterDuffMode.Multiply => source * destination,
        PorterDuffMode.DstOut => (1f - source) * destination,
        PorterDuffMode.DstOver => destination + ((1f - destination) * source),
        PorterDuffMode.SrcAtop => destination,
        PorterDuffMode.SrcOut => (1f - destination) * source,
        PorterDuffMode.SrcOver => source + ((1f - source) * destination),
        PorterDuffMode.Xor => ((1f - destination) * source) + ((1f - source) * destination),
        _ => source + destination - (source * destination),
    };

    /// <summary>The colour that results, multiplied by its opacity.</summary>
    /// <param name="mode">The operator.</param>
    /// <param name="s">The source's colour, multiplied by its opacity.</param>
    /// <param name="sa">The source's opacity.</param>
    /// <param name="d">The destination's colour, multiplied by its opacity.</param>
    /// <param name="da">The destination's opacity.</param>
    public static float Colour(PorterDuffMode mode, float s, float sa, float d, float da) => mode switch
    {
        PorterDuffMode.Add => Math.Clamp(s + d, 0f, 1f),
        PorterDuffMode.Clear => 0f,
        PorterDuffMode.Darken => ((1f - da) * s) + ((1f - sa) * d) + Math.Min(s, d),
        PorterDuffMode.Dst => d,
        PorterDuffMode.DstAtop => (sa * d) + ((1f - da) * s),
        PorterDuffMode.DstIn => d * sa,
        PorterDuffMode.DstOut => (1f - sa) * d,
        PorterDuffMode.DstOver => d + ((1f - da) * s),
        PorterDuffMode.Lighten => ((1f - da) * s) + ((1f - sa) * d) + Math.Max(s, d),
        PorterDuffMode.Multiply => s * d,
        PorterDuffMode.Overlay => 2f * d < da ? 2f * s * d : (sa * da) - (2f * (da - s) * (sa - d)),
        PorterDuffMode.Screen => s + d - (s * d),
        PorterDuffMode.Src => s,
        PorterDuffMode.SrcAtop => (da * s) + ((1f - sa) * d),
        PorterDuffMode.SrcIn => s * da,
        PorterDuffMode.SrcOut => (1f - da) * s,
        PorterDuffMode.SrcOver => s + ((1f - sa) * d),
        _ => ((1f - da) * s) + ((1f - sa) * d),
    };
}
