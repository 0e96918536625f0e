using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>The codec of a video's picture.</summary>
public enum PictureCodec
{
    /// <summary>H.264, or what the container is at home with.</summary>
    [Choice("auto")]
    Auto,

    /// <summary>H.264 (AVC), which plays nearly everywhere.</summary>
    [Choice("h264")]
    H264,

    /// <summary>H.265 (HEVC).</summary>
    [Choice("h265")]
    H265,

    /// <summary>VP9.</summary>
    [Choice("vp9")]
    Vp9,

    /// <summary>AV1.</summary>
    [Choice("av1")]
    Av1,

    /// <summary>ProRes, for editing programs: large and nearly lossless.</summary>
    [Choice("prores")]
    ProRes,

    /// <summary>FFV1, for archives: lossless.</summary>
    [Choice("ffv1")]
    Ffv1,
}
