using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>How much time an encoder takes to make the file small: the names of x264, and what comes closest in other encoders.</summary>
public enum EncodingPreset
{
    /// <summary>The fastest, and by far the largest file.</summary>
    [Choice("ultrafast")]
    UltraFast,

    /// <summary>Nearly as fast.</summary>
    [Choice("superfast")]
    SuperFast,

    /// <summary>Fast.</summary>
    [Choice("veryfast")]
    VeryFast,

    /// <summary>A little slower.</summary>
    [Choice("faster")]
    Faster,

    /// <summary>Between the two.</summary>
    [Choice("fast")]
    Fast,

    /// <summary>x264's own default.</summary>
    [Choice("medium")]
    Medium,

    /// <summary>Slow, and a smaller file.</summary>
    [Choice("slow")]
    Slow,

    /// <summary>Slower yet.</summary>
    [Choice("slower")]
    Slower,

    /// <summary>For patient people.</summary>
    [Choice("veryslow")]
    VerySlow,
}
