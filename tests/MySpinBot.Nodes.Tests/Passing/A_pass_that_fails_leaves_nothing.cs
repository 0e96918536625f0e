using System.Diagnostics;

namespace MySpinBot.Nodes.Tests.Passing;

/// <summary>Whatever fails, it is said once, everything that was started ends, and no half film is stored.</summary>
public sealed class A_pass_that_fails_leaves_nothing : IDisposable
{
    private readonly Call _call = new();

    private string Folder => Path.GetDirectoryName(_call.OutputPath("").TrimEnd('/'))!;

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task A_process_that_fails_in_the_middle()
    {
        var video = await FilmAsync();
        var process = new StubProcess(video.Width, video.Height, (_, place, _) => _ = place == 40 ? throw new NodeFailure("The model does not like frame 40.") : 0) { AtOnce = 2 };

        (await FailureAsync<NodeFailure>(video, process)).Message.ShouldBe("The model does not like frame 40.");
    }

    [Fact]
    public async Task A_bug_in_a_process_is_told_as_what_it_is()
    {
        var video = await FilmAsync();

        await FailureAsync<IndexOutOfRangeException>(video, new StubProcess(video.Width, video.Height, (frame, _, result) => result[0] = frame[frame.Length]));
    }

    [Fact]
    public async Task A_damaged_source()
    {
        var bytes = await File.ReadAllBytesAsync(await FileAsync());
        new Random(1).NextBytes(bytes.AsSpan(bytes.Length / 2, 3000));
        var video = await MySpinBot.Nodes.Media.LoadVideoNode.LoadAsync(_call.File("scratched.mp4", bytes), _call, default);

        (await FailureAsync<NodeFailure>(video, StubProcess.Identity(video))).Message.ShouldStartWith("A video file is damaged at ");
    }

    [Fact]
    public async Task An_encoder_that_is_killed()
    {
        var video = await FilmAsync();
        var process = new StubProcess(video.Width, video.Height, (frame, _, result) => frame.CopyTo(result))
        {
            Before = (frames, _) =>
            {
                if (frames.First == 30)
                {
                    Process.GetProcessById(Tools().Intersect(Children.Named("ffmpeg", "pipe:0")).ShouldHaveSingleItem()).Kill();
                }

                return Task.CompletedTask;
            },
        };

        (await FailureAsync<NodeFailure>(video, process)).Message.ShouldMatch("^ffmpeg ended with code (137|9|-1|255)");
    }

    [Fact]
    public async Task A_disk_that_is_full()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("How large files may become is set by a shell.");
            return;
        }

        // Files of this encoder may have 64 KB; a full disk fails the same writes.
        var video = await FilmAsync();
        var small = Path.Combine(Folder, "ffmpeg");
        await File.WriteAllTextAsync(small, $"""
            #!/bin/sh
            trap '' XFSZ
            ulimit -f 128
            exec {_call.Tools.Executable("ffmpeg")} "$@"
            """);
        File.SetUnixFileMode(small, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _call.Replaced["ffmpeg"] = small;
        var process = new StubProcess(256, 256, (_, place, result) => new Random((int)place).NextBytes(result));

        (await FailureAsync<NodeFailure>(video, process)).Message.ShouldContain("File too large");
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_the_model_runs()
    {
        var video = await FilmAsync();
        var process = new StubProcess(video.Width, video.Height, (frame, _, result) => frame.CopyTo(result))
        {
            Before = async (frames, token) =>
            {
                if (frames.First == 30)
                {
                    _call.Cancel();
                    await Task.Delay(Timeout.InfiniteTimeSpan, token);
                }
            },
        };

        await FailureAsync<OperationCanceledException>(video, process);
    }

    [Fact]
    public async Task A_video_without_frames()
    {
        var video = await FilmAsync() with { Picture = [] };

        (await FailureAsync<NodeFailure>(video, StubProcess.Identity(video))).Message.ShouldBe("The video has no frames.");
    }

    private async Task<T> FailureAsync<T>(Video video, IFrameProcess process)
        where T : Exception
    {
        var before = Artifacts();

        var failure = await Should.ThrowAsync<T>(() => new FramePass(video, process, _call).RunAsync(_call.Cancellation));

        Tools().ShouldBeEmpty();
        Artifacts().ShouldBe(before);
        _call.Models.Ledgers.ShouldAllBe(ledger => ledger.Reserved == 0);
        return failure;
    }

    private IReadOnlyList<int> Tools() => Children.Named("ffmpeg", Folder);

    private string[] Artifacts() => Directory.Exists(Path.Combine(Folder, "artifacts")) ? Directory.GetFiles(Path.Combine(Folder, "artifacts"), "*", SearchOption.AllDirectories) : [];

    private async Task<Video> FilmAsync() => await Films.LoadAsync(_call, await FileAsync());

    private Task<string> FileAsync() => Films.MakeAsync(
        _call, "film.mp4", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=4,noise=alls=20:allf=t", "-c:v", "libx264", "-g", "25", "-pix_fmt", "yuv420p");
}
