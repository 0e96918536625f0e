using System.Globalization;
using System.Text.Json;

namespace MySpinBot.EndToEnd.Demo;

/// <summary>What ffprobe says of a film.</summary>
internal sealed record DemoFilm(JsonElement Picture, JsonElement Sound, JsonElement Format)
{
    public double PictureSeconds => Seconds(Picture);

    public double SoundSeconds => Seconds(Sound);

    /// <summary>The texts of the file's metadata.</summary>
    public IEnumerable<string> Texts => Format.TryGetProperty("tags", out var tags) ? tags.EnumerateObject().Select(tag => tag.Value.GetString() ?? "") : [];

    public static async Task<DemoFilm> ProbeAsync(Workplace place, string path)
    {
        var ended = await place.RunProgramAsync("ffprobe", "-v", "error", "-of", "json", "-show_streams", "-show_format", path);
        ended.ExitCode.ShouldBe(0, ended.All);
        var root = JsonElement.Parse(ended.Output);
        var streams = root.GetProperty("streams").EnumerateArray().ToList();
        streams.Count.ShouldBe(2);
        return new DemoFilm(streams.Single(stream => Text(stream, "codec_type") == "video"), streams.Single(stream => Text(stream, "codec_type") == "audio"), root.GetProperty("format"));
    }

    public static string Text(JsonElement element, string name) => element.GetProperty(name).ToString();

    private static double Seconds(JsonElement stream) => double.Parse(Text(stream, "duration"), CultureInfo.InvariantCulture);
}
