namespace MySpinBot.Films;

/// <summary>How films between two steps are encoded.</summary>
internal static class MezzanineFormat
{
    /// <summary>Frames that ffmpeg holds while it decodes: its threads' and the decoder's own.</summary>
    public const int FramesOfDecoder = 16;

    /// <summary>Frames that ffmpeg holds while it encodes.</summary>
    public const int FramesOfEncoder = 12;

    /// <summary>The file's extension.</summary>
    public const string Extension = ".mp4";

    /// <summary>The file's MIME type.</summary>
    public const string MediaType = "video/mp4";

    /// <summary>The encoder and the file.</summary>
    public static readonly string[] Arguments =
    [
        "-c:v", "libx264rgb", "-preset", "ultrafast", "-crf", "8", "-g", "30", "-threads", "4", "-fflags", "+bitexact", "-flags", "+bitexact", "-f", "mp4",
    ];
}
