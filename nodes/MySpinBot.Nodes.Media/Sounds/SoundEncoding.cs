using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Writes sound files with ffmpeg.</summary>
internal static class SoundEncoding
{
    /// <summary>Writes one clip with 16 bits a sample.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="clip">Which clip of it.</param>
    /// <param name="path">The file.</param>
    /// <param name="format"><c>flac</c> or <c>wav</c>.</param>
    /// <param name="metadata">A file of metadata in ffmpeg's form, or null.</param>
    /// <param name="context">Where ffmpeg is found.</param>
    /// <param name="cancellation">Ends ffmpeg.</param>
    public static Task WriteAsync(Audio audio, int clip, string path, string format, string? metadata, NodeContext context, CancellationToken cancellation)
    {
        string[] graph = metadata is null ? [] : ["-f", "ffmetadata", "-i", metadata, "-map_metadata", "1"];
        string[] arguments =
        [
            "-hide_banner", "-v", "error", "-xerror", "-y", "-f", "f32le", "-ar", Text(audio.SampleRate), "-ac", Text(audio.Channels), "-i", "pipe:0",
            .. graph, "-map", "0:a:0", "-c:a", format == "flac" ? "flac" : "pcm_s16le", "-sample_fmt", "s16", "-f", format, path,
        ];
        return new ToolProcess(context.Tools.Executable("ffmpeg"), arguments)
        {
            Feed = async (input, ended) => await input.WriteAsync(Pcm.Of(audio, clip), ended),
            Explain = FfmpegWords.Reason,
        }.RunAsync(context.Time, cancellation);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
