namespace MySpinBot.Nodes.Media;

/// <summary>What ffmpeg is told about the file.</summary>
internal static class ContainerArguments
{
    /// <summary>Inputs beside the picture, which is input 0: metadata, sound, captions.</summary>
    public static IEnumerable<string> Inputs(FilmEncoding encoding, string metadata, SoundFile? sound, SoftCaptions captions)
        => ["-f", "ffmetadata", "-i", metadata, .. sound is null ? [] : SoundArguments.Input(encoding, sound), .. captions.Inputs];

    /// <summary>What is made of them.</summary>
    public static IEnumerable<string> Outputs(FilmEncoding encoding, SoundFile? sound, SoftCaptions captions) =>
    [
        .. sound is null ? [] : (string[])["-map", "2:a:0", .. SoundArguments.Encoder(encoding, sound.Channels)],
        .. captions.Outputs(sound is null ? 2 : 3),
        "-map_metadata", "1", .. Muxer(encoding),
    ];

    private static string[] Muxer(FilmEncoding encoding) => encoding.Container switch
    {
        VideoContainer.Mkv => ["-cues_to_front", Flag(encoding.FastStart), "-f", "matroska"],
        VideoContainer.Webm => ["-cues_to_front", Flag(encoding.FastStart), "-f", "webm"],
        VideoContainer.Mov => ["-movflags", MovFlags(encoding), "-f", "mov"],
        VideoContainer.Gif => ["-loop", FfmpegText.Of(GifLoops(encoding.Loops)), "-f", "gif"],
        VideoContainer.Webp => ["-loop", FfmpegText.Of(encoding.Loops), "-f", "webp"],
        _ => ["-movflags", MovFlags(encoding), "-f", "mp4"],
    };

    private static string MovFlags(FilmEncoding encoding) => (encoding.FastStart ? "+faststart" : "") + "+use_metadata_tags";

    private static string Flag(bool on) => on ? "1" : "0";

    // GIF counts repetitions: 0 without end, and a film that runs once has no such number at all.
    private static int GifLoops(int times) => times switch
    {
        0 => 0,
        1 => -1,
        _ => times - 1,
    };
}
