using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>How much time x264 takes to make the file small.</summary>
public enum EncodingPreset
{
    /// <summary>The fastest, and by far the largest file.</summary>
    [Choice("ultrafast")]
    UltraFast,

    /// <summary>Fast.</summary>
    [Choice("veryfast")]
    VeryFast,

    /// <summary>Between the two.</summary>
    [Choice("fast")]
    Fast,

    /// <summary>x264's own default.</summary>
    [Choice("medium")]
    Medium,

    /// <summary>Slow, and a smaller file.</summary>
    [Choice("slow")]
    Slow,
}
