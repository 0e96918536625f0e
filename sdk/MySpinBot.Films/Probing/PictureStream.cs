using System.Globalization;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>A stream of pictures.</summary>
public sealed record PictureStream
{
    // Beyond this, a ratio of a pixel's sides is a mistake.
    private const double MostAspect = 8;

    /// <summary>Which stream of the file it is.</summary>
    public required int Index { get; init; }

    /// <summary>Columns, upright and with square pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Rows, upright and with square pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Columns as they are stored, upright.</summary>
    public required int StoredWidth { get; init; }

    /// <summary>Rows as they are stored, upright.</summary>
    public required int StoredHeight { get; init; }

    /// <summary>Frames a second: its own steady rate, or one that suits it.</summary>
    public required Rational FrameRate { get; init; }

    /// <summary>Frames at that rate; 0 where they were not counted and it does not say.</summary>
    public required long FrameCount { get; init; }

    /// <summary>Frames that it claims and that are not there.</summary>
    public required long Missing { get; init; }

    /// <summary>When its first frame is shown, on the file's clock, in seconds.</summary>
    public required decimal Start { get; init; }

    /// <summary>Whether a place in the middle is found exactly, by the container's index.</summary>
    public required bool CanSeek { get; init; }

    /// <summary>Whether it was made to be sent: it may begin anywhere, and what was lost on the way is concealed.</summary>
    public required bool IsBroadcast { get; init; }

    /// <summary>Whether a frame holds two moments, one in every second row.</summary>
    public required bool Interlaced { get; init; }

    /// <summary>Whether it has transparency.</summary>
    public required bool HasAlpha { get; init; }

    /// <summary>ffmpeg's name of its codec.</summary>
    public required string Codec { get; init; }

    /// <summary>ffmpeg's name of how its pixels lie.</summary>
    public required string PixelFormat { get; init; }

    /// <summary>ffmpeg's name of the matrix between its colours and RGB.</summary>
    public required string Matrix { get; init; }

    /// <summary>ffmpeg's name of its primaries; empty where it does not say.</summary>
    public required string Primaries { get; init; }

    /// <summary>ffmpeg's name of its transfer function; empty where it does not say.</summary>
    public required string Transfer { get; init; }

    /// <summary>Whether levels go from 0 to 255, not from 16 to 235.</summary>
    public required bool FullRange { get; init; }

    /// <summary>Whether its pixels are luma and chroma, without alpha.</summary>
    public bool IsYuv => !HasAlpha && PixelFormat.StartsWith("yuv", StringComparison.Ordinal);

    /// <summary>Whether it is brighter than a screen of 100 cd/m² shows.</summary>
    public bool IsHdr => Transfer is "smpte2084" or "arib-std-b67";

    internal static PictureStream? Read(JsonElement stream, JsonElement format)
    {
        var (width, height) = ((int)MediaProbe.Number(stream, "width"), (int)MediaProbe.Number(stream, "height"));
        var timing = FrameTiming.Read(stream, format);
        if (width < 1 || height < 1 || timing is null)
        {
            return null;
        }

        var (square, rows) = Square(width, height, Aspect(stream));
        if (IsTurned(stream))
        {
            (width, height, square, rows) = (height, width, rows, square);
        }

        var container = MediaProbe.Text(format, "format_name");
        var (codec, pixels) = (MediaProbe.Text(stream, "codec_name"), MediaProbe.Text(stream, "pix_fmt"));
        return new PictureStream
        {
            Index = (int)MediaProbe.Number(stream, "index"),
            Width = square,
            Height = rows,
            StoredWidth = width,
            StoredHeight = height,
            FrameRate = timing.Rate,
            FrameCount = timing.Count,
            Missing = timing.Missing,
            Start = timing.Start,
            CanSeek = container.Contains("mp4", StringComparison.Ordinal) || container.Contains("matroska", StringComparison.Ordinal),
            IsBroadcast = container is "mpegts" or "mpeg",
            Interlaced = MediaProbe.Text(stream, "field_order") is "tt" or "bb" or "tb" or "bt",
            HasAlpha = IsTransparent(pixels) || (codec is "vp8" or "vp9" && stream.TryGetProperty("tags", out var tags) && MediaProbe.Text(tags, "alpha_mode") == "1"),
            Codec = codec,
            PixelFormat = pixels,
            Matrix = MediaProbe.Text(stream, "color_space") is var matrix && matrix is "bt709" or "bt470bg" or "smpte170m" or "fcc" or "ycgco" or "bt2020nc" or "bt2020c"
                ? matrix : width >= 1280 || height >= 720 ? "bt709" : "smpte170m",
            Primaries = Known(stream, "color_primaries"),
            Transfer = Known(stream, "color_transfer"),
            FullRange = MediaProbe.Text(stream, "color_range") == "pc" || pixels.StartsWith("yuvj", StringComparison.Ordinal),
        };
    }

    private static string Known(JsonElement stream, string name) => MediaProbe.Text(stream, name) is var text && text is "unknown" or "reserved" ? "" : text;

    private static bool IsTransparent(string pixels)
        => new[] { "yuva", "gbrap", "rgba", "bgra", "argb", "abgr", "ya8", "ya16", "pal8" }.Any(prefix => pixels.StartsWith(prefix, StringComparison.Ordinal));

    private static bool IsTurned(JsonElement stream)
        => stream.TryGetProperty("side_data_list", out var list) && list.EnumerateArray().Any(item => Math.Abs(MediaProbe.Number(item, "rotation")) is 90 or 270);

    // Nothing is made smaller.
    private static (int Width, int Height) Square(int width, int height, double aspect)
        => aspect > 1 ? ((int)Math.Round(width * aspect), height) : (width, (int)Math.Round(height / aspect));

    private static double Aspect(JsonElement stream)
        => MediaProbe.Text(stream, "sample_aspect_ratio").Split(':') is [var above, var below]
            && double.TryParse(above, CultureInfo.InvariantCulture, out var across) && double.TryParse(below, CultureInfo.InvariantCulture, out var down)
            && across > 0 && down > 0 && across / down is <= MostAspect and >= 1 / MostAspect
            ? across / down
            : 1;
}
