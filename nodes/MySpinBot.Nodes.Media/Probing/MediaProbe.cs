using System.Globalization;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>What a media file claims to hold.</summary>
/// <param name="Seconds">Its length; 0 where it does not say.</param>
/// <param name="Picture">Its first picture stream that moves.</param>
/// <param name="Sound">Its first sound stream.</param>
internal sealed record MediaProbe(double Seconds, PictureStream? Picture, SoundStream? Sound)
{
    private const int MostBytes = 4 << 20;

    /// <summary>Asks ffprobe.</summary>
    /// <exception cref="NodeFailure">The file is no media file, or damaged.</exception>
    public static async Task<MediaProbe> OfAsync(string path, bool countFrames, NodeContext context, CancellationToken cancellation)
    {
        string[] arguments = ["-hide_banner", "-v", "error", .. countFrames ? ["-count_packets"] : Array.Empty<string>(), "-show_format", "-show_streams", "-of", "json", path];
        try
        {
            var json = await new ToolProcess(context.Tools.Executable("ffprobe"), arguments) { Explain = FfmpegWords.Reason }.ReadAllAsync(MostBytes, context.Time, cancellation);
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception error) when (error is NodeFailure or JsonException)
        {
            throw new NodeFailure($"'{Path.GetFileName(path)}' cannot be read as a media file: {error.Message}", error);
        }
    }

    private static MediaProbe Read(JsonElement root)
    {
        var streams = root.TryGetProperty("streams", out var list) ? list.EnumerateArray().ToArray() : [];
        var seconds = root.TryGetProperty("format", out var format) ? Number(format, "duration") : 0;
        return new MediaProbe(
            seconds,
            streams.Where(stream => Text(stream, "codec_type") == "video" && !IsCover(stream)).Select(stream => PictureStream.Read(stream, seconds)).FirstOrDefault(),
            streams.Where(stream => Text(stream, "codec_type") == "audio").Select(SoundStream.Read).FirstOrDefault());
    }

    private static bool IsCover(JsonElement stream) => stream.TryGetProperty("disposition", out var disposition) && Number(disposition, "attached_pic") != 0;

    /// <summary>A text of an object; empty where there is none.</summary>
    internal static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ToString() : "";

    /// <summary>A number of an object, written as a number or as text; 0 where there is none.</summary>
    internal static double Number(JsonElement element, string name)
        => double.TryParse(Text(element, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : 0;
}

/// <summary>A stream of pictures.</summary>
/// <param name="Width">Columns, as shown.</param>
/// <param name="Height">Rows, as shown.</param>
/// <param name="FrameRate">Frames a second on average.</param>
/// <param name="FrameCount">Frames at that rate.</param>
internal sealed record PictureStream(int Width, int Height, Rational FrameRate, long FrameCount)
{
    internal static PictureStream? Read(JsonElement stream, double fileSeconds)
    {
        var (width, height) = ((int)MediaProbe.Number(stream, "width"), (int)MediaProbe.Number(stream, "height"));
        var rate = Rate(MediaProbe.Text(stream, "avg_frame_rate")) ?? Rate(MediaProbe.Text(stream, "r_frame_rate"));
        if (width < 1 || height < 1 || rate is not { } frameRate)
        {
            return null;
        }

        var steady = MediaProbe.Text(stream, "avg_frame_rate") == MediaProbe.Text(stream, "r_frame_rate");
        var counted = (long)MediaProbe.Number(stream, "nb_read_packets");
        var seconds = MediaProbe.Number(stream, "duration") is var own and > 0 ? own : fileSeconds;

        // What was counted is there; a length is only a claim.
        var frames = steady ? counted : Math.Min(counted, FrameTime.FrameAt(seconds, frameRate));
        return IsTurned(stream) ? new(height, width, frameRate, frames) : new(width, height, frameRate, frames);
    }

    private static bool IsTurned(JsonElement stream)
        => stream.TryGetProperty("side_data_list", out var list) && list.EnumerateArray().Any(item => Math.Abs(MediaProbe.Number(item, "rotation")) is 90 or 270);

    private static Rational? Rate(string text)
        => text.Split('/') is [var above, var below]
            && long.TryParse(above, CultureInfo.InvariantCulture, out var numerator) && long.TryParse(below, CultureInfo.InvariantCulture, out var denominator)
            && numerator > 0 && denominator > 0 && numerator / denominator <= 1000
            ? new Rational(numerator, denominator)
            : null;
}

/// <summary>A stream of sound.</summary>
/// <param name="Channels">Channels.</param>
/// <param name="SampleRate">Samples a second.</param>
internal sealed record SoundStream(int Channels, int SampleRate)
{
    internal static SoundStream Read(JsonElement stream) => new((int)MediaProbe.Number(stream, "channels"), (int)MediaProbe.Number(stream, "sample_rate"));
}
