using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Encodes a film: its frames go to ffmpeg through a pipe, its sound through a temporary file of PCM.</summary>
internal sealed class FilmEncoder(FilmEncoding encoding, FrameFeed frames, NodeContext context)
{
    private const int MostGifRate = 50;

    private readonly long _started = context.Time.GetTimestamp();
    private long _done;

    /// <summary>A file of metadata in ffmpeg's form.</summary>
    public required string MetadataPath { get; init; }

    /// <summary>The sound, if any.</summary>
    public SoundFile? Sound { get; init; }

    /// <summary>The captions, if any.</summary>
    public required SoftCaptions Captions { get; init; }

    /// <summary>How often every frame is needed. Then all are rendered again: kept without loss, a long film would fill the disk.</summary>
    private int Passes { get; set; } = 1;

    /// <summary>Writes the file.</summary>
    /// <exception cref="NodeFailure">ffmpeg failed, or a source of the video is damaged.</exception>
    public Task WriteAsync(string path, CancellationToken cancellation) => encoding.Container switch
    {
        VideoContainer.Gif => WriteGifAsync(path, cancellation),
        VideoContainer.Webp => RunAsync(WholeShape, ["-map", "0:v:0", "-c:v", "libwebp_anim", .. WebpQuality(), "-pix_fmt", "bgra", .. Outputs(), path], cancellation),
        _ => WriteFilmAsync(path, cancellation),
    };

    private FrameShape WholeShape => new(frames, even: false);

    private async Task WriteFilmAsync(string path, CancellationToken cancellation)
    {
        var shape = new FrameShape(frames, even: encoding.Pixels is PixelLayout.Half8 or PixelLayout.Half10 || encoding.Codec == PictureCodec.ProRes);
        var nvenc = frames.Format != FrameFormat.Rgba && await Nvenc.IsChosenAsync(encoding, shape.Width, shape.Height, context, cancellation);
        long? bits = encoding.HasRate ? FilmRate.BitsPerSecond(encoding, frames.FrameCount / frames.FrameRate.Value, Sound) : null;
        IEnumerable<string> conversion = frames.Format == FrameFormat.Rgba
            ? ["-vf", "scale=in_range=full:out_range=tv:out_color_matrix=bt709:flags=accurate_rnd+full_chroma_int,format=yuva420p,setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709", "-auto-alt-ref", "0"]
            : PictureArguments.Conversion(encoding, nvenc, frames.Format == FrameFormat.Yuv420);
        string[] picture = ["-map", "0:v:0", .. conversion];
        if (nvenc)
        {
            await RunAsync(shape, [.. picture, .. Nvenc.Arguments(encoding, bits), .. PictureArguments.Tag(encoding), .. Outputs(), path], cancellation);
            return;
        }

        Passes = encoding.Passes;
        var log = context.TemporaryPath(".passes");
        if (Passes > 1)
        {
            await RunAsync(shape, [.. picture, .. Encoder(1), "-f", "null", "-"], cancellation);
        }

        await RunAsync(shape, [.. picture, .. Encoder(Passes > 1 ? 2 : 0), .. Outputs(), path], cancellation);

        IEnumerable<string> Encoder(int pass) => PictureArguments.Software(encoding, bits, pass, log, Math.Min(shape.Width, shape.Height));
    }

    // One palette for the whole film, so that what stands still does not flicker: it takes a look at all frames before the first is written.
    private async Task WriteGifAsync(string path, CancellationToken cancellation)
    {
        Passes = 2;
        var palette = context.TemporaryPath(".png");
        var rate = "null";
        if (frames.FrameRate.Value > MostGifRate)
        {
            rate = $"fps={FfmpegText.Of(MostGifRate)}";
            context.Log.Info($"Players of GIF show at most {FfmpegText.Of(MostGifRate)} frames a second; the rest is left out.");
        }

        await RunAsync(WholeShape, ["-map", "0:v:0", "-vf", "palettegen=stats_mode=full:reserve_transparent=0", "-frames:v", "1", "-f", "image2", "-update", "1", palette], cancellation);
        await RunAsync(
            WholeShape,
            ["-f", "image2", "-pattern_type", "none", "-i", palette, "-filter_complex", $"[0:v]{rate}[v];[v][2:v]paletteuse=dither=sierra2_4a:diff_mode=rectangle[out]", "-map", "[out]", "-c:v", "gif", .. Outputs(), path],
            cancellation);
    }

    private string[] WebpQuality()
        => encoding.Quality == 0 ? ["-lossless", "1"] : ["-lossless", "0", "-quality", Math.Max(0, 100 - (encoding.Quality * 1.6)).ToString("0", CultureInfo.InvariantCulture)];

    private IEnumerable<string> Outputs() => ContainerArguments.Outputs(encoding, Sound, Captions);

    private Task RunAsync(FrameShape shape, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        string[] input =
        [
            "-hide_banner", "-v", "error", "-xerror", "-y",
            "-f", "rawvideo", "-pix_fmt", frames.Format.PixelFormat(),
            "-s", $"{FfmpegText.Of(shape.Width)}x{FfmpegText.Of(shape.Height)}", "-framerate", frames.FrameRate.ToString(), "-i", "pipe:0",
            .. ContainerArguments.Inputs(encoding, MetadataPath, Sound, Captions),
        ];
        return new ToolProcess(context.Tools.Executable("ffmpeg"), [.. input, .. arguments])
        {
            Feed = new FramePipe(frames, shape, Report).WriteAsync,
            Explain = FfmpegWords.Reason,
        }.RunAsync(context.Time, cancellation);
    }

    private void Report()
    {
        var seconds = context.Time.GetElapsedTime(_started).TotalSeconds;
        context.Progress(++_done, frames.FrameCount * Passes, seconds > 0.5 ? string.Create(CultureInfo.InvariantCulture, $"frame ({_done / seconds:0} a second)") : "frame");
    }
}
