using System.Globalization;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests;

/// <summary>What ffprobe and ffmpeg say about a file: another pair of eyes than the nodes'.</summary>
internal static class Probe
{
    public static async Task<JsonElement> StreamsAsync(string path)
        => JsonDocument.Parse(await RunAsync("ffprobe", "-v", "error", "-show_streams", "-show_format", "-count_frames", "-of", "json", path)).RootElement.Clone();

    public static JsonElement Stream(this JsonElement probe, string kind)
        => probe.GetProperty("streams").EnumerateArray().Single(stream => stream.GetProperty("codec_type").GetString() == kind);

    public static double Seconds(this JsonElement stream) => double.Parse(stream.GetProperty("duration").GetString()!, CultureInfo.InvariantCulture);

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).ToString();

    /// <summary>One frame as RGB bytes, converted by ffmpeg from what the file says its colours are.</summary>
    public static Task<byte[]> FrameAsync(string path, int number)
        => RunAsync("ffmpeg", "-v", "error", "-nostdin", "-i", path, "-vf", $"select=eq(n\\,{number}),scale=flags=accurate_rnd+full_chroma_int", "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1");

    /// <summary>The only picture of a file as raw samples of a pixel format.</summary>
    public static Task<byte[]> RawAsync(string path, string pixelFormat)
        => RunAsync("ffmpeg", "-v", "error", "-nostdin", "-i", path, "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", pixelFormat, "pipe:1");

    public static Task<byte[]> SoundAsync(string path) => RunAsync("ffmpeg", "-v", "error", "-nostdin", "-i", path, "-af", "pan=mono|c0=c0", "-f", "f32le", "-ar", "22050", "pipe:1");

    private static Task<byte[]> RunAsync(string tool, params string[] arguments)
        => new ToolProcess(new MachineTools().Executable(tool), arguments).ReadAllAsync(1 << 30, TimeProvider.System, CancellationToken.None);
}
