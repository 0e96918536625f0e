using MySpinBot.Core.Documents.Embedded.Containers;

namespace MySpinBot.Core.Documents.Embedded;

/// <summary>Kinds of files that may hold a graph.</summary>
public enum MediaForm
{
    /// <summary>PNG, moving ones too.</summary>
    Png,

    /// <summary>WebP, moving ones too.</summary>
    Webp,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>OpenEXR.</summary>
    Exr,

    /// <summary>MP4, QuickTime, M4A and others of ISO's base media format.</summary>
    Mp4,

    /// <summary>Matroska and WebM.</summary>
    Matroska,

    /// <summary>FLAC.</summary>
    Flac,

    /// <summary>Ogg: Opus, Vorbis, FLAC.</summary>
    Ogg,

    /// <summary>MP3.</summary>
    Mp3,

    /// <summary>WAV.</summary>
    Wave,

    /// <summary>Weights and latents as safetensors.</summary>
    Safetensors,
}

/// <summary>Tells the kinds apart.</summary>
internal static class MediaForms
{
    /// <summary>How the texts of a kind of file are read.</summary>
    public delegate void TextReader(MediaSource file, FoundTexts texts);

    /// <summary>The kind; null for none that is known.</summary>
    public static MediaForm? Of(ReadOnlySpan<byte> head) => head switch
    {
        _ when head.StartsWith(PngFile.Signature) => MediaForm.Png,
        _ when head.StartsWith("RIFF"u8) && After(head, 8).StartsWith("WEBP"u8) => MediaForm.Webp,
        _ when head.StartsWith("RIFF"u8) && After(head, 8).StartsWith("WAVE"u8) => MediaForm.Wave,
        [0xFF, 0xD8, 0xFF, ..] => MediaForm.Jpeg,
        [0x76, 0x2F, 0x31, 0x01, ..] => MediaForm.Exr,
        [0x1A, 0x45, 0xDF, 0xA3, ..] => MediaForm.Matroska,
        _ when head.StartsWith("fLaC"u8) => MediaForm.Flac,
        _ when head.StartsWith("OggS"u8) => MediaForm.Ogg,
        _ when head.StartsWith("ID3"u8) => MediaForm.Mp3,
        [0xFF, 0xFB or 0xFA or 0xF3 or 0xF2, ..] => MediaForm.Mp3,
        _ when IsBox(After(head, 4)) => MediaForm.Mp4,
        [_, _, _, _, _, 0, 0, 0, (byte)'{', ..] => MediaForm.Safetensors, // a length, then JSON
        _ => null,
    };

    /// <summary>What reads it.</summary>
    public static TextReader ReaderOf(MediaForm form) => form switch
    {
        MediaForm.Png => PngFile.Read,
        MediaForm.Webp => RiffFile.ReadWebp,
        MediaForm.Wave => RiffFile.ReadWave,
        MediaForm.Jpeg => JpegFile.Read,
        MediaForm.Exr => ExrFile.Read,
        MediaForm.Mp4 => Mp4File.Read,
        MediaForm.Matroska => MatroskaFile.Read,
        MediaForm.Flac => FlacFile.Read,
        MediaForm.Ogg => OggFile.Read,
        MediaForm.Mp3 => Id3Tag.Read,
        _ => SafetensorsFile.Read,
    };

    /// <summary>As people call it.</summary>
    public static string Name(MediaForm form) => form switch
    {
        MediaForm.Png => "PNG",
        MediaForm.Webp => "WebP",
        MediaForm.Jpeg => "JPEG",
        MediaForm.Exr => "OpenEXR",
        MediaForm.Mp4 => "MP4 or QuickTime",
        MediaForm.Flac => "FLAC",
        MediaForm.Mp3 => "MP3",
        MediaForm.Wave => "WAV",
        MediaForm.Safetensors => "safetensors",
        _ => form.ToString(),
    };

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> head, int count) => head.Length > count ? head[count..] : default;

    private static bool IsBox(ReadOnlySpan<byte> type)
        => type.StartsWith("ftyp"u8) || type.StartsWith("moov"u8) || type.StartsWith("mdat"u8) || type.StartsWith("wide"u8) || type.StartsWith("free"u8) || type.StartsWith("skip"u8);
}
