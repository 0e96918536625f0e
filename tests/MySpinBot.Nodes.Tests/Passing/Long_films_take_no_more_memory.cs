using System.Diagnostics;
using System.Globalization;

namespace MySpinBot.Nodes.Tests.Passing;

/// <summary>15,000 frames through a process: what this process and its tools hold after 2,000 they hold at the end. Measured in a process of its own, in which nothing else runs.</summary>
public sealed class Long_films_take_no_more_memory
{
    private const int Frames = 15_000;
    private const int Early = 2_000;
    private const int Late = 14_900;

    // Frames that were kept would be 190 MB here, and results as much.
    private const long MostGrowth = 24L << 20;

    [Fact]
    public async Task Fifteen_thousand_frames()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Processes are measured through /proc.");
        }

        var start = new ProcessStartInfo(Environment.ProcessPath!, ["-explicit", "only", "-method", $"{typeof(Long_films_take_no_more_memory).FullName}.{nameof(Measured)}"])
        {
            RedirectStandardOutput = true,
        };
        using var child = Process.Start(start)!;
        var said = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);

        child.ExitCode.ShouldBe(0, said);
        said.ShouldContain("Total: 1,");
    }

    [Fact(Explicit = true)]
    public async Task Measured()
    {
        using var call = new Call();
        var once = await Films.MakeAsync(call, "short.mp4", "-f", "lavfi", "-i", "testsrc2=s=80x54:r=25:d=4,noise=alls=20:allf=t", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p");
        var video = await Films.LoadAsync(call, await Films.MakeAsync(call, "long.mp4", "-stream_loop", Films.Text((Frames / 100) - 1), "-i", once, "-c", "copy"));
        var held = new Dictionary<long, long>();
        var process = new StubProcess(video.Width, video.Height, (frame, _, result) => frame.CopyTo(result))
        {
            AtOnce = 2,
            Before = (frames, _) =>
            {
                if (frames.First is Early or Late)
                {
                    GC.Collect();
                    held[frames.First] = Environment.WorkingSet + Children.Named("ffmpeg", Path.GetDirectoryName(call.OutputPath("").TrimEnd('/'))!).Sum(ResidentOf);
                }

                return Task.CompletedTask;
            },
        };

        var passed = await new FramePass(video, process, call).RunAsync(TestContext.Current.CancellationToken);

        (video.FrameCount, passed.FrameCount, process.Frames).ShouldBe((Frames, Frames, Frames));
        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"{held[Early] >> 20} MB at frame {Early}, {held[Late] >> 20} MB at frame {Late}"));
        (held[Late] - held[Early]).ShouldBeLessThan(MostGrowth);
    }

    private static long ResidentOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status").FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line["VmRSS:".Length..^"kB".Length], CultureInfo.InvariantCulture) << 10;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
