namespace MySpinBot.Nodes.Media;

/// <summary>What ffmpeg is told about the sound.</summary>
internal static class SoundArguments
{
    private const int MostChannelsOfMp3 = 2;

    // Frames of AAC, Opus and MP3 last 21, 20 and 24 ms at 48 kHz: sound and picture cannot end further apart.
    private static readonly string[] Rate = ["-ar", "48000"];

    /// <summary>The encoder.</summary>
    public static IEnumerable<string> Encoder(FilmEncoding encoding, int channels) => encoding.Sound switch
    {
        SoundCodec.Opus => ["-c:a", "libopus", .. Bitrate(encoding, channels), .. Rate],
        SoundCodec.Mp3 => ["-c:a", "libmp3lame", .. Bitrate(encoding, channels), .. Rate, .. channels > MostChannelsOfMp3 ? ["-ac", "2"] : Array.Empty<string>()],
        SoundCodec.Flac => ["-c:a", "flac", "-sample_fmt", "s32"],
        SoundCodec.Pcm => ["-c:a", "pcm_s24le"],
        _ => ["-c:a", "aac", .. Bitrate(encoding, channels), .. Rate],
    };

    /// <summary>Bits a second.</summary>
    public static long BitsPerSecond(FilmEncoding encoding, int channels) => 1000L * (encoding.SoundBitrate > 0 ? encoding.SoundBitrate : encoding.Sound switch
    {
        SoundCodec.Opus => channels > 2 ? 64 * channels : 128,
        SoundCodec.Mp3 => 192,
        _ => channels > 2 ? 80 * channels : 160,
    });

    /// <summary>The sound as an input.</summary>
    /// <remarks>Matroska has no edit lists. Opus says there how much of its beginning is lead-in, but ffmpeg's muxer then moves the picture back by that much;
    /// told that the sound comes 312 samples later, it leaves the picture at 0, and players take the lead-in away.</remarks>
    public static IEnumerable<string> Input(FilmEncoding encoding, SoundFile sound)
        => [.. encoding is { IsMatroska: true, Sound: SoundCodec.Opus } ? ["-itsoffset", "0.0065"] : Array.Empty<string>(), "-f", "f32le", "-ar", FfmpegText.Of(sound.SampleRate), "-ac", FfmpegText.Of(sound.Channels), "-i", sound.Path];

    private static string[] Bitrate(FilmEncoding encoding, int channels) => ["-b:a", FfmpegText.Of(BitsPerSecond(encoding, channels))];
}
