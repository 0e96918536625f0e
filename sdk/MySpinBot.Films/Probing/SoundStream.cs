using System.Text.Json;

namespace MySpinBot.Films;

/// <summary>A stream of sound.</summary>
/// <param name="Channels">Channels.</param>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="Index">Which stream of the file it is.</param>
/// <param name="Start">When it begins, on the file's clock, in seconds.</param>
/// <param name="Codec">ffmpeg's name of its codec; empty where it has none.</param>
public sealed record SoundStream(int Channels, int SampleRate, int Index = 0, decimal Start = 0, string Codec = "")
{
    // What a codec needs before its first sample stands before 0, and is never heard.
    private const double MostPriming = 0.1;

    internal static SoundStream Read(JsonElement stream)
    {
        var start = MediaProbe.Number(stream, "start_time");
        return new(
            (int)MediaProbe.Number(stream, "channels"),
            (int)MediaProbe.Number(stream, "sample_rate"),
            (int)MediaProbe.Number(stream, "index"),
            start is < 0 and > -MostPriming || Math.Abs(start) > 1e9 ? 0 : (decimal)start,
            MediaProbe.Text(stream, "codec_name"));
    }
}
