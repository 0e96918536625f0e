using System.Globalization;
using System.Security.Cryptography;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests;

/// <summary>Video files made by ffmpeg, and their frames as the nodes read them.</summary>
internal static class Films
{
    /// <summary>Runs ffmpeg and gives the file that it wrote, named last.</summary>
    public static async Task<string> MakeAsync(Call call, string name, params string[] arguments)
    {
        var path = call.OutputPath(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await new ToolProcess(call.Tools.Executable("ffmpeg"), ["-v", "error", "-y", .. arguments, path]).RunAsync(call.Time, CancellationToken.None);
        return path;
    }

    public static Task<Video> LoadAsync(Call call, string path) => LoadVideoNode.LoadAsync(call.FileAt(path), call, CancellationToken.None);

    /// <summary>Every frame of a video, as bytes.</summary>
    public static async Task<List<byte[]>> FramesAsync(Call call, Video video, FrameFormat format = FrameFormat.Rgb24)
    {
        var frames = new List<byte[]>();
        await new FrameReader(video, call) { Format = format }.ReadAsync(
            (frame, times, _) =>
            {
                var bytes = frame.ToArray();
                frames.AddRange(Enumerable.Repeat(bytes, (int)times));
                return Task.CompletedTask;
            },
            CancellationToken.None);
        return frames;
    }

    /// <summary>The same, each as a short text that tells them apart.</summary>
    public static async Task<List<string>> MarksAsync(Call call, Video video, FrameFormat format = FrameFormat.Rgb24)
        => [.. (await FramesAsync(call, video, format)).Select(frame => Convert.ToHexString(SHA256.HashData(frame))[..8])];

    /// <summary>The frames from one on, by their places in the segment's clock alone.</summary>
    public static Video Slice(Video video, long first, long count)
        => video with { Sound = [], Picture = [video.Picture[0] with { FirstFrame = video.Picture[0].FirstFrame + first, FrameCount = count }] };

    /// <summary>Red, green and blue in the middle of a part of a frame of packed RGB.</summary>
    public static (int Red, int Green, int Blue) At(this byte[] frame, int width, int x, int y)
        => (frame[((y * width) + x) * 3], frame[(((y * width) + x) * 3) + 1], frame[(((y * width) + x) * 3) + 2]);

    public static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
