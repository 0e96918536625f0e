using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>The codec of a video's sound.</summary>
public enum SoundCodec
{
    /// <summary>AAC in MP4 and QuickTime, Opus in Matroska and WebM, FLAC beside FFV1, PCM beside ProRes.</summary>
    [Choice("auto")]
    Auto,

    /// <summary>AAC.</summary>
    [Choice("aac")]
    Aac,

    /// <summary>Opus.</summary>
    [Choice("opus")]
    Opus,

    /// <summary>MP3.</summary>
    [Choice("mp3")]
    Mp3,

    /// <summary>FLAC: lossless.</summary>
    [Choice("flac")]
    Flac,

    /// <summary>PCM with 24 bits: not compressed.</summary>
    [Choice("pcm")]
    Pcm,

    /// <summary>The sound is left out.</summary>
    [Choice("none")]
    None,
}
