using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A file format of captions.</summary>
public enum CaptionFormat
{
    /// <summary>SubRip: read by everything, text and times only.</summary>
    [Choice("srt")]
    Srt,

    /// <summary>WebVTT: for web pages; keeps the language and the times of words.</summary>
    [Choice("vtt")]
    Vtt,

    /// <summary>Advanced SubStation Alpha: keeps styles and the times of words.</summary>
    [Choice("ass")]
    Ass,
}
