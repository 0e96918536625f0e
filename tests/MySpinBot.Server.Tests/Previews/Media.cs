using System.Diagnostics;
using MySpinBot.Core.Results;
using MySpinBot.Imaging;
using MySpinBot.Sdk;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Tests.Previews;

/// <summary>Files to look at, and the process that does.</summary>
internal static class Media
{
    /// <summary>This program as the previewer, which it is: see Program.cs.</summary>
    /// <param name="tools">A folder whose programs come before those of the system.</param>
    public static WorkerLaunch Previewer(string? tools = null)
        => new(Environment.ProcessPath!, ["previewer"], "")
        {
            Variables = new Dictionary<string, string> { ["PATH"] = $"{(tools is null ? "" : $"{tools}:")}{Environment.GetEnvironmentVariable("PATH")}", ["DOTNET_DbgEnableMiniDump"] = "0" },
        };

    /// <summary>Has ffmpeg make a file.</summary>
    public static async Task<string> MakeAsync(string path, params string[] arguments)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-nostdin", "-v", "error", "-y", .. arguments, path]) { RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, said);
        return path;
    }

    /// <summary>A film of some seconds, with sound, whose colour changes from red to blue in the middle.</summary>
    public static Task<string> FilmAsync(string path, int seconds = 4)
        => MakeAsync(
            path, "-f", "lavfi", "-i", $"color=red:size=320x180:rate=10:duration={seconds / 2}", "-f", "lavfi", "-i", $"color=blue:size=320x180:rate=10:duration={seconds / 2}",
            "-f", "lavfi", "-i", $"sine=frequency=440:duration={seconds}", "-filter_complex", "[0:v][1:v]concat=n=2:v=1[v]", "-map", "[v]", "-map", "2:a", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "10");

    /// <summary>A sound that is silent in its second half.</summary>
    public static Task<string> SoundAsync(string path) => MakeAsync(path, "-f", "lavfi", "-i", "sine=frequency=440:duration=2", "-af", "volume=0:enable='gte(t,1)'");

    /// <summary>A picture, red on its left and blue on its right.</summary>
    public static byte[] Picture(int width, int height)
        => ImageCodec.Encode(
            Image.Create(1, height, width, 3, values =>
            {
                for (var i = 0; i < values.Length; i += 3)
                {
                    var isLeft = i / 3 % width < width / 2;
                    (values[i], values[i + 1], values[i + 2]) = (isLeft ? 1 : 0, 0, isLeft ? 0 : 1);
                }
            }),
            new PngEncoding());

    /// <summary>Keeps bytes as the worker keeps artifacts.</summary>
    public static ContentId Keep(ServerFolders folders, byte[] bytes)
    {
        using var hash = new ContentHash();
        hash.Append(bytes);
        var id = hash.Finish();
        var path = Path.Join(folders.Artifacts, ArtifactPlace.Of(id));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return id;
    }

    /// <summary>The colour in the middle of a picture's part, as letters: r, g, b for what is bright.</summary>
    public static string Colour(Image image, double x, double y = 0.5)
    {
        var at = (((int)(image.Height * y) * image.Width) + (int)(image.Width * x)) * image.Channels;
        return string.Concat("rgb".Where((_, channel) => image.Pixels[at + channel] > 0.6f));
    }
}
