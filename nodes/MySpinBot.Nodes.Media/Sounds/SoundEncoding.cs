using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A kind of sound file.</summary>
/// <param name="Extension">With its dot; also ffmpeg's name of the container.</param>
/// <param name="Codec">ffmpeg's words for the coding.</param>
/// <param name="MaxChannels">The most channels it takes.</param>
/// <param name="Rates">The sample rates it takes; none: all.</param>
internal sealed record SoundFormat(string Extension, IReadOnlyList<string> Codec, int MaxChannels, params int[] Rates)
{
    /// <summary>MIME type.</summary>
    public string MediaType => Extension == ".mp3" ? "audio/mpeg" : Extension == ".opus" ? "audio/ogg" : "audio/" + Extension[1..];

    /// <summary>ffmpeg's name of the container.</summary>
    public string Container => Extension[1..];

    /// <summary>Lossless, compressed: 16 or 24 bits.</summary>
    public static SoundFormat Flac(string bits = "16") => new(".flac", bits == "16" ? ["-c:a", "flac", "-sample_fmt", "s16"] : ["-c:a", "flac", "-sample_fmt", "s32", "-bits_per_raw_sample", "24"], 8);

    /// <summary>Not compressed: 16 or 24 bits, or 32 as floating point.</summary>
    public static SoundFormat Wave(string bits = "16") => new(".wav", ["-c:a", bits switch { "16" => "pcm_s16le", "24" => "pcm_s24le", _ => "pcm_f32le" }], 64);

    /// <summary>MP3 at V0 (the best variable rate) or a constant rate such as 128k.</summary>
    public static SoundFormat Mp3(string quality)
        => new(".mp3", ["-c:a", "libmp3lame", .. quality == "V0" ? ["-q:a", "0"] : new[] { "-b:a", quality }], 2, 8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000);

    /// <summary>Opus at a rate such as 128k.</summary>
    public static SoundFormat Opus(string quality) => new(".opus", ["-c:a", "libopus", "-b:a", quality], 8, 8000, 12_000, 16_000, 24_000, 48_000);

    /// <summary>The rate that a sound gets: its own, or the next higher one that there is.</summary>
    public int RateFor(int rate) => Rates.Length == 0 || Rates.Contains(rate) ? rate : Rates.FirstOrDefault(known => known > rate, Rates[^1]);
}

/// <summary>Writes sound files with ffmpeg.</summary>
internal static class SoundEncoding
{
    /// <summary>Writes one clip.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="clip">Which clip of it.</param>
    /// <param name="path">The file.</param>
    /// <param name="format">What it becomes.</param>
    /// <param name="metadata">A file of metadata in ffmpeg's form, or null.</param>
    /// <param name="context">Where ffmpeg is found.</param>
    /// <param name="cancellation">Ends ffmpeg.</param>
    public static Task WriteAsync(Audio audio, int clip, string path, SoundFormat format, string? metadata, NodeContext context, CancellationToken cancellation)
    {
        if (audio.Channels > format.MaxChannels)
        {
            throw new NodeFailure($"The sound has {audio.Channels} channels and {format.Extension[1..]} takes up to {format.MaxChannels}; mix them with AudioChannels, or choose another format.") { Input = "audio" };
        }

        SoundSize.RequireSamples(audio);
        var sound = Resampling.To(audio.Clip(clip), format.RateFor(audio.SampleRate), cancellation);
        string[] graph = metadata is null ? [] : ["-f", "ffmetadata", "-i", metadata, "-map_metadata", "1"];
        string[] arguments =
        [
            "-hide_banner", "-v", "error", "-xerror", "-y", "-f", "f32le", "-ar", Text(sound.SampleRate), "-ac", Text(sound.Channels), "-i", "pipe:0",
            .. graph, "-map", "0:a:0", .. format.Codec, "-f", format.Container, path,
        ];
        return new ToolProcess(context.Tools.Executable("ffmpeg"), arguments)
        {
            Feed = async (input, ended) => await input.WriteAsync(Pcm.Of(sound, 0), ended),
            Explain = FfmpegWords.Reason,
        }.RunAsync(context.Time, cancellation);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
