namespace MySpinBot.Nodes.Media;

/// <summary>What ffmpeg is told about the picture: conversion, tags and encoder.</summary>
internal static class PictureArguments
{
    // Encoders of AV1 that take smaller ones exist; this one does not.
    private const int LeastSideOfSvt = 64;
    private const int MostFastThreads = 6;

    /// <summary>Frames in the encoder's pixels, with the names of their colours on every frame and on the stream.</summary>
    /// <remarks>The matrix that converts and the one that the file names are both BT.709. Frames in RGB stay what they are, sRGB.</remarks>
    public static IEnumerable<string> Conversion(FilmEncoding encoding, bool nvenc, bool isYuv)
    {
        var pixels = nvenc ? Nvenc.Pixels(encoding.Pixels) : Pixels(encoding);
        if (pixels == "bgr0")
        {
            return ["-vf", "format=bgr0,setparams=range=pc:colorspace=gbr:color_primaries=bt709:color_trc=iec61966-2-1"];
        }

        var convert = isYuv ? "" : "scale=in_range=full:out_range=tv:out_color_matrix=bt709:flags=accurate_rnd+full_chroma_int,";
        return
        [
            "-vf", $"{convert}format={pixels},setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709",
            "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
        ];
    }

    /// <summary>The software encoder.</summary>
    /// <param name="encoding">What is wanted, settled.</param>
    /// <param name="bitsPerSecond">The picture's bit rate; null for a constant quality.</param>
    /// <param name="pass">0 for a single pass, otherwise 1 or 2.</param>
    /// <param name="log">Where the first pass leaves what it saw.</param>
    /// <param name="leastSide">The smaller of width and height.</param>
    public static IEnumerable<string> Software(FilmEncoding encoding, long? bitsPerSecond, int pass, string log, int leastSide)
    {
        string[] rate = bitsPerSecond is { } bits ? ["-b:v", FfmpegText.Of(bits)] : ["-crf", FfmpegText.Of(encoding.Quality)];
        string[] passes = pass == 0 ? [] : ["-pass", FfmpegText.Of(pass), "-passlogfile", log];
        return encoding.Codec switch
        {
            PictureCodec.H264 => ["-c:v", "libx264", "-preset", Name(encoding.Preset), .. ThreadsOfX264(encoding.Preset), .. rate, .. passes],
            PictureCodec.H265 => ["-c:v", "libx265", "-preset", Name(encoding.Preset), .. rate, "-x265-params", ParametersOfX265(pass, log), .. Tag(encoding)],
            PictureCodec.Vp9 => ["-c:v", "libvpx-vp9", .. Vp9Speed(encoding.Preset), "-row-mt", "1", "-tile-columns", "2", .. Constant(rate), .. passes],
            PictureCodec.Av1 when encoding.Pixels is PixelLayout.Half8 or PixelLayout.Half10 && pass == 0 && leastSide >= LeastSideOfSvt
                => ["-c:v", "libsvtav1", "-preset", FfmpegText.Of(SvtSpeed(encoding.Preset)), .. rate],
            PictureCodec.Av1 => ["-c:v", "libaom-av1", "-cpu-used", FfmpegText.Of(AomSpeed(encoding.Preset)), "-row-mt", "1", .. Constant(rate), .. passes],
            PictureCodec.ProRes => ["-c:v", "prores_ks", "-profile:v", encoding.Pixels == PixelLayout.Full10 ? "4444" : "hq", "-vendor", "apl0"],
            _ => ["-c:v", "ffv1", "-level", "3", "-g", "1", "-slicecrc", "1"],
        };
    }

    /// <summary>The name that Apple's players know HEVC by, where the container has such names.</summary>
    public static IEnumerable<string> Tag(FilmEncoding encoding)
        => encoding is { Codec: PictureCodec.H265, IsMatroska: false } ? ["-tag:v", "hvc1"] : [];

    private static string Pixels(FilmEncoding encoding) => (encoding.Codec, encoding.Pixels) switch
    {
        (PictureCodec.ProRes, PixelLayout.Full10) => "yuv444p10le",
        (PictureCodec.ProRes, _) => "yuv422p10le",
        (PictureCodec.Ffv1, PixelLayout.Auto) => "bgr0",
        (_, PixelLayout.Half10) => "yuv420p10le",
        (_, PixelLayout.Full8) => "yuv444p",
        (_, PixelLayout.Full10) => "yuv444p10le",
        _ => "yuv420p",
    };

    // Each thread keeps frames of its own, 20 MB of 1080p: as many as x264 takes by itself would need 800 MB on 16 processors. At these presets six are faster than the frames come.
    private static string[] ThreadsOfX264(EncodingPreset preset)
        => preset > EncodingPreset.Fast ? [] : ["-threads", FfmpegText.Of(Math.Min(Environment.ProcessorCount, MostFastThreads)), "-x264-params", "sync-lookahead=0"];

    // x265 reads its passes from its own parameters, in which a colon divides.
    private static string ParametersOfX265(int pass, string log)
        => pass == 0 ? "log-level=error" : $"log-level=error:pass={FfmpegText.Of(pass)}:stats={log.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal)}";

    // Without a rate of 0 these encoders take the quality for a limit only.
    private static string[] Constant(string[] rate) => rate[0] == "-crf" ? [.. rate, "-b:v", "0"] : rate;

    private static string Name(EncodingPreset preset) => preset.ToString().ToLowerInvariant();

    private static string[] Vp9Speed(EncodingPreset preset) => preset switch
    {
        EncodingPreset.UltraFast => ["-deadline", "realtime", "-cpu-used", "8"],
        EncodingPreset.SuperFast => ["-deadline", "realtime", "-cpu-used", "6"],
        EncodingPreset.VeryFast => ["-deadline", "good", "-cpu-used", "5"],
        EncodingPreset.Faster or EncodingPreset.Fast => ["-deadline", "good", "-cpu-used", "4"],
        EncodingPreset.Medium => ["-deadline", "good", "-cpu-used", "2"],
        EncodingPreset.Slow => ["-deadline", "good", "-cpu-used", "1"],
        _ => ["-deadline", "good", "-cpu-used", "0"],
    };

    private static int SvtSpeed(EncodingPreset preset) => preset switch
    {
        EncodingPreset.UltraFast => 12,
        EncodingPreset.SuperFast => 11,
        EncodingPreset.VeryFast => 10,
        EncodingPreset.Faster => 9,
        EncodingPreset.Fast => 8,
        EncodingPreset.Medium => 7,
        EncodingPreset.Slow => 5,
        EncodingPreset.Slower => 4,
        _ => 2,
    };

    private static int AomSpeed(EncodingPreset preset) => Math.Clamp(8 - (int)preset, 1, 6);
}
