using System.Diagnostics;
using System.Globalization;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

/// <summary>A long video takes no more memory than a short one: neither here nor in the processes that work for it.</summary>
public sealed class Memory_stays_bounded : IDisposable
{
    private const long MostBytes = 500L << 20;

    private readonly Call _call = new();
    private long _most;

    public void Dispose() => _call.Dispose();

    [Fact]
    public Task While_a_minute_is_read() => ReadAsync(5, 60, FrameFormat.Yuv420);

    [Fact]
    public async Task While_a_clip_runs_backwards()
    {
        var clip = await FilmAsync(5, 20);

        await ReadAsync(clip with { Picture = [new PictureSegment(new ClipSource(clip, Reversed: true), clip.FrameCount)] }, FrameFormat.Rgb24);
    }

    private async Task ReadAsync(int rate, int seconds, FrameFormat format)
    {
        var film = await FilmAsync(rate, 20);
        var segment = film.Picture[0];
        var over = new TransitionSource(segment with { FirstFrame = 12 * rate, FrameCount = rate }, segment with { FrameCount = rate }, TransitionKind.Fade, rate);
        var pieces = Enumerable.Range(0, seconds / 20).SelectMany(piece => new PictureSegment[]
        {
            segment with { FirstFrame = 0, FrameCount = 12 * rate },
            new(over, rate, Edits: []),
            segment with { FirstFrame = rate, FrameCount = 7 * rate, Edits = [new FadeEdit(2 * rate, rate, In: false)] },
        });

        await ReadAsync(film with { Picture = [.. pieces] }, format);
    }

    private async Task ReadAsync(Video video, FrameFormat format)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Processes are measured through /proc.");
        }

        var folder = Path.GetDirectoryName(_call.OutputPath("").TrimEnd('/'))!;
        GC.Collect();
        var (before, started, count) = (Environment.WorkingSet, Stopwatch.GetTimestamp(), 0L);
        await new FrameReader(video, _call) { Format = format }.ReadAsync(
            (_, times, _) =>
            {
                if ((count += times) % 25 == 0)
                {
                    _most = Math.Max(_most, Environment.WorkingSet - before + Children.Named("ffmpeg", folder).Sum(PeakOf));
                }

                return Task.CompletedTask;
            },
            TestContext.Current.CancellationToken);

        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture,
            $"{count} frames in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, at most {_most >> 20} MB more than before"));
        count.ShouldBe(video.FrameCount);
        _most.ShouldBeInRange(1, MostBytes);
    }

    private async Task<Video> FilmAsync(int rate, int seconds)
    {
        var once = await Films.MakeAsync(
            _call, "once.mp4", "-f", "lavfi", "-i", $"testsrc2=s=1920x1080:r={rate}:d=4", "-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-pix_fmt", "yuv420p", "-colorspace", "bt709");
        return await Films.LoadAsync(_call, await Films.MakeAsync(_call, "long.mp4", "-stream_loop", Films.Text((seconds / 4) - 1), "-i", once, "-c", "copy"));
    }

    private static long PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line["VmHWM:".Length..^"kB".Length], CultureInfo.InvariantCulture) << 10;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
