using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Encodes a video once: its frames go to one ffmpeg through a pipe, its sound through a temporary file of PCM.</summary>
internal sealed class FilmEncoder(Video video, NodeContext context)
{
    /// <summary>Constant rate factor of x264: 0 loses nothing, 51 is the worst.</summary>
    public required int Crf { get; init; }

    /// <summary>x264's preset.</summary>
    public required EncodingPreset Preset { get; init; }

    /// <summary>A file of metadata in ffmpeg's form.</summary>
    public required string MetadataPath { get; init; }

    /// <summary>Writes an MP4 file with H.264 and, where the video has sound, AAC.</summary>
    /// <exception cref="NodeFailure">ffmpeg failed, or a source of the video is damaged.</exception>
    public async Task WriteAsync(string path, CancellationToken cancellation)
    {
        var sound = await SoundAsync(cancellation);
        await new ToolProcess(context.Tools.Executable("ffmpeg"), [.. Inputs(sound), .. Picture(), .. Container(sound), path])
        {
            Feed = FeedAsync,
            Explain = FfmpegWords.Reason,
        }.RunAsync(context.Time, cancellation);
    }

    private Task FeedAsync(Stream input, CancellationToken cancellation)
    {
        long done = 0;
        return new FrameReader(video, context).ReadAsync(WriteAsync, cancellation);

        async Task WriteAsync(ReadOnlyMemory<byte> frame, long times, CancellationToken ended)
        {
            for (var i = 0L; i < times; i++)
            {
                await input.WriteAsync(frame, ended);
                context.Progress(++done, video.FrameCount, "frame");
            }
        }
    }

    private async Task<(SoundTrack Track, string Path)?> SoundAsync(CancellationToken cancellation)
    {
        if (video.Sound.IsDefaultOrEmpty)
        {
            return null;
        }

        var (track, path) = (new SoundTrack(video, context), context.TemporaryPath(".f32le"));
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16, useAsync: true);
        await track.WriteAsync(file, cancellation);
        return (track, path);
    }

    private IEnumerable<string> Inputs((SoundTrack Track, string Path)? sound)
    {
        string[] picture = ["-hide_banner", "-v", "error", "-xerror", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", $"{Text(video.Width)}x{Text(video.Height)}",
            "-framerate", video.FrameRate.ToString(), "-i", "pipe:0", "-f", "ffmetadata", "-i", MetadataPath];
        return sound is { } heard
            ? picture.Concat(["-f", "f32le", "-ar", Text(heard.Track.SampleRate), "-ac", Text(heard.Track.Channels), "-i", heard.Path])
            : picture;
    }

    // 4:2:0 halves the colour's size, so sides must be even. The matrix that converts and the one that the file names are both BT.709.
    private IEnumerable<string> Picture() =>
    [
        "-map", "0:v:0",
        "-vf", (video.Width % 2 == 0 && video.Height % 2 == 0 ? "" : "pad=ceil(iw/2)*2:ceil(ih/2)*2,")
            + "scale=in_range=full:out_range=tv:out_color_matrix=bt709:flags=accurate_rnd+full_chroma_int,format=yuv420p",
        "-c:v", "libx264", "-preset", Preset.ToString().ToLowerInvariant(), "-crf", Text(Crf),
        "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
    ];

    // At 48 kHz a frame of AAC is 21 ms: sound and picture cannot end further apart.
    private static IEnumerable<string> Container((SoundTrack Track, string Path)? sound) =>
    [
        .. sound is null ? Array.Empty<string>() : ["-map", "2:a:0", "-c:a", "aac", "-b:a", "160k", "-ar", "48000"],
        "-map_metadata", "1", "-movflags", "+faststart+use_metadata_tags", "-f", "mp4",
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
