using System.Collections.Concurrent;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>NVIDIA's encoding chip, by way of ffmpeg.</summary>
internal static class Nvenc
{
    // HEVC's least size is the largest of the three (145×49 and 129×33 are others).
    private const int LeastSide = 160;

    private static readonly ConcurrentDictionary<(string Executable, string Encoder, string Pixels), bool> Known = new();

    /// <summary>Whether it can encode such a film at all, where there is one.</summary>
    public static bool Encodes(FilmEncoding encoding) => encoding.Codec switch
    {
        PictureCodec.H264 => encoding.Pixels is PixelLayout.Half8 or PixelLayout.Full8,
        PictureCodec.H265 => encoding.Pixels is not PixelLayout.Auto,
        PictureCodec.Av1 => encoding.Pixels is PixelLayout.Half8 or PixelLayout.Half10,
        _ => false,
    };

    /// <summary>ffmpeg's name of the encoder.</summary>
    public static string Encoder(PictureCodec codec) => codec switch
    {
        PictureCodec.H265 => "hevc_nvenc",
        PictureCodec.Av1 => "av1_nvenc",
        _ => "h264_nvenc",
    };

    /// <summary>ffmpeg's name of the pixels that go in.</summary>
    public static string Pixels(PixelLayout layout) => layout switch
    {
        PixelLayout.Half10 => "p010le",
        PixelLayout.Full8 => "yuv444p",
        PixelLayout.Full10 => "yuv444p16le",
        _ => "yuv420p",
    };

    /// <summary>Whether it is to be used: it is wanted, can do it, and a try has worked. The first call for each kind tries.</summary>
    public static async Task<bool> IsChosenAsync(FilmEncoding encoding, int width, int height, NodeContext context, CancellationToken cancellation)
    {
        if (encoding.Hardware == HardwareUse.Off || !Encodes(encoding) || width < LeastSide || height < LeastSide)
        {
            return false;
        }

        var key = (context.Tools.Executable("ffmpeg"), Encoder(encoding.Codec), Pixels(encoding.Pixels));
        if (!Known.TryGetValue(key, out var works))
        {
            Known[key] = works = await WorksAsync(key, context, cancellation);
        }

        if (!works && encoding.Hardware == HardwareUse.Nvenc)
        {
            context.Log.Warn($"NVENC cannot encode this here ({key.Item2}); the processor does it.");
        }

        return works;
    }

    /// <summary>Arguments for a film of constant quality, or of a bit rate.</summary>
    public static IEnumerable<string> Arguments(FilmEncoding encoding, long? bitsPerSecond)
    {
        string[] common = ["-c:v", Encoder(encoding.Codec), "-preset", "p" + FfmpegText.Of(Speed(encoding.Preset)), "-tune", "hq", "-rc", "vbr"];
        return bitsPerSecond is { } bits
            ? [.. common, "-b:v", FfmpegText.Of(bits), "-maxrate", FfmpegText.Of(bits * 3 / 2), "-bufsize", FfmpegText.Of(bits * 2), .. encoding.Passes > 1 ? ["-multipass", "fullres"] : Array.Empty<string>()]
            : [.. common, "-cq", FfmpegText.Of(ConstantQuality(encoding)), "-b:v", "0"];
    }

    // At the same number x264 and x265 look about three steps better; 0 would mean "automatic".
    private static int ConstantQuality(FilmEncoding encoding) => encoding.Codec == PictureCodec.Av1 ? Math.Clamp(encoding.Quality, 1, 63) : Math.Clamp(encoding.Quality + 3, 1, 51);

    private static int Speed(EncodingPreset preset) => preset switch
    {
        EncodingPreset.UltraFast or EncodingPreset.SuperFast => 1,
        EncodingPreset.VeryFast => 2,
        EncodingPreset.Faster or EncodingPreset.Fast => 3,
        EncodingPreset.Medium => 4,
        EncodingPreset.Slow => 5,
        EncodingPreset.Slower => 6,
        _ => 7,
    };

    private static async Task<bool> WorksAsync((string Executable, string Encoder, string Pixels) key, NodeContext context, CancellationToken cancellation)
    {
        string[] arguments = ["-hide_banner", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "color=size=256x256:rate=25:duration=0.2", "-pix_fmt", key.Pixels, "-c:v", key.Encoder, "-f", "null", "-"];
        try
        {
            await new ToolProcess(key.Executable, arguments) { TimeLimit = TimeSpan.FromSeconds(20) }.RunAsync(context.Time, cancellation);
            return true;
        }
        catch (NodeFailure)
        {
            return false;
        }
    }
}
