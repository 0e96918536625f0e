using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>The container that a video is saved in.</summary>
public enum VideoContainer
{
    /// <summary>MP4, or what the codec is at home in: WebM for VP9 and AV1, Matroska for FFV1, QuickTime for ProRes.</summary>
    [Choice("auto")]
    Auto,

    /// <summary>MPEG-4, which plays nearly everywhere.</summary>
    [Choice("mp4")]
    Mp4,

    /// <summary>Matroska, which holds everything.</summary>
    [Choice("mkv")]
    Mkv,

    /// <summary>WebM, for web pages.</summary>
    [Choice("webm")]
    Webm,

    /// <summary>QuickTime, for editing programs.</summary>
    [Choice("mov")]
    Mov,

    /// <summary>GIF: 256 colours for the whole film, no sound.</summary>
    [Choice("gif")]
    Gif,

    /// <summary>Animated WebP, no sound.</summary>
    [Choice("webp")]
    Webp,
}
