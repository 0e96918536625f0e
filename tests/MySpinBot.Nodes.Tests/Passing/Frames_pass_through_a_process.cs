using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Passing;

public sealed class Frames_pass_through_a_process : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData("film.mp4", "testsrc2=s=160x90:r=25:d=2", "-c:v libx264 -bf 3 -g 20 -pix_fmt yuv420p")]
    [InlineData("odd.mp4", "testsrc2=s=164x94:r=24000/1001:d=2,format=yuv444p,crop=161:91:0:0:exact=1", "-c:v libx264 -bf 2 -pix_fmt yuv444p")]
    [InlineData("film.webm", "testsrc2=s=160x90:r=30:d=2", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 500k")]
    [InlineData("moving.gif", "testsrc2=s=120x80:r=10:d=3", "")]
    public async Task What_changes_nothing_gives_the_frames_that_came(string name, string moving, string encoding)
    {
        var video = await LoadAsync(name, moving, encoding);

        var passed = await PassAsync(video, StubProcess.Identity(video));

        passed.ShouldBe(video with { Picture = passed.Picture });
        (name != "odd.mp4" || (video.Width, video.Height) == (161, 91)).ShouldBeTrue();
        var (before, after) = (await Films.FramesAsync(_call, video), await Films.FramesAsync(_call, passed));
        after.Count.ShouldBe(before.Count);
        before.Zip(after, Fidelity.Decibels).Min().ShouldBeGreaterThan(45);
    }

    [Fact]
    public async Task Rate_sound_and_captions_stay_as_they_are()
    {
        var video = await SoundingAsync();

        var passed = await PassAsync(video, new StubProcess(96, 54, (_, _, result) => result.Fill(80)));

        (passed.Width, passed.Height, passed.FrameCount, passed.FrameRate).ShouldBe((96, 54, video.FrameCount, video.FrameRate));
        passed.Sound.ShouldBe(video.Sound);
        passed.Captions.ShouldBe(video.Captions);
        (await Films.FramesAsync(_call, passed)).ShouldAllBe(frame => frame.Length == 96 * 54 * 3 && frame.All(level => Math.Abs(level - 80) <= 2));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(4, 1)]
    [InlineData(3, 3)]
    public async Task Results_come_in_the_order_of_the_frames_whichever_is_ready_first(int batchSize, int atOnce)
    {
        var video = await LoadAsync("noisy.mkv", "testsrc2=s=64x48:r=25:d=2,noise=alls=20:allf=t", "-c:v ffv1 -pix_fmt yuv420p");
        var process = new StubProcess(16, 16, (_, place, result) => result.Fill((byte)(4 * place)))
        {
            BatchSize = batchSize,
            AtOnce = atOnce,
            Before = (frames, token) => Task.Delay((int)(frames.First % 5) * 4, token),
        };

        var passed = await PassAsync(video, process);

        var levels = (await Films.FramesAsync(_call, passed)).Select(frame => (int)Math.Round(frame.Average(level => level) / 4.0));
        levels.ShouldBe(Enumerable.Range(0, 50));
        process.MostBeside.ShouldBeLessThanOrEqualTo(atOnce);
        process.Frames.ShouldBe(50);
    }

    [Fact]
    public async Task What_stands_still_is_processed_once()
    {
        // Eight pictures in four seconds, each as five frames of the file.
        var video = await LoadAsync("slides.mkv", "testsrc2=s=64x48:r=2:d=4", "-vf fps=10 -c:v ffv1");
        var process = StubProcess.Identity(video);

        var passed = await PassAsync(video, process);

        process.Frames.ShouldBe(8);
        var marks = await Films.FramesAsync(_call, passed);
        marks.Count.ShouldBe(40);
        Fidelity.Decibels(marks[19], marks[20]).ShouldBeLessThan(40);
        Fidelity.Decibels(marks[15], marks[19]).ShouldBeGreaterThan(45);
    }

    [Fact]
    public async Task A_process_to_which_the_moment_counts_sees_every_frame()
    {
        var picture = await StillFrames.StoreAsync(Image.Own(1, 8, 8, 3, new float[8 * 8 * 3]), 0, _call.Artifacts, default);
        var video = new Video { FrameRate = new Rational(25), Width = 8, Height = 8, Picture = [new PictureSegment(picture, 50)] };
        var process = new StubProcess(16, 16, (_, place, result) => result.Fill((byte)(4 * place))) { SeesEveryFrame = true, BatchSize = 8 };

        var passed = await PassAsync(video, process);

        process.Frames.ShouldBe(50);
        (await Films.FramesAsync(_call, passed)).Select(frame => (int)Math.Round(frame.Average(level => level) / 4.0)).ShouldBe(Enumerable.Range(0, 50));
    }

    [Fact]
    public async Task The_same_frames_give_the_same_bytes()
    {
        var video = await LoadAsync("film.mp4", "testsrc2=s=320x180:r=25:d=2", "-c:v libx264 -pix_fmt yuv420p");

        var (once, again) = (await PassAsync(video, StubProcess.Identity(video)), await PassAsync(video, StubProcess.Identity(video)));

        again.Picture[0].Source.ShouldBe(once.Picture[0].Source);
    }

    [Fact]
    public async Task It_says_how_far_it_has_come()
    {
        var video = await LoadAsync("noisy.mkv", "testsrc2=s=64x48:r=25:d=2,noise=alls=20:allf=t", "-c:v ffv1 -pix_fmt yuv420p");
        var process = new StubProcess(video.Width, video.Height, (frame, _, result) => frame.CopyTo(result)) { Before = (_, token) => Task.Delay(50, token) };

        await PassAsync(video, process);

        _call.ProgressDone.ShouldBe(Enumerable.Range(1, 50).Select(i => (double)i));
        _call.ProgressWords[0].ShouldBe("frame");
        _call.ProgressWords[^2]!.ShouldMatch(@"^frame \([\d.]+ a second, \d+ seconds? left\)$");
        _call.Previews.ShouldNotBeEmpty();
        (_call.Previews[0].Width, _call.Previews[0].Height).ShouldBe((64, 48));
    }

    [Fact]
    public async Task A_video_of_several_files_and_edits_passes_as_it_is_shown()
    {
        var one = await LoadAsync("one.mp4", "testsrc2=s=64x48:r=25:d=1", "-c:v libx264 -pix_fmt yuv420p");
        var two = await LoadAsync("two.mp4", "mandelbrot=s=64x48:r=25", "-frames:v 25 -c:v libx264 -pix_fmt yuv420p");
        var video = one with { Picture = [one.Picture[0] with { FirstFrame = 5, FrameCount = 12, Edits = [new TurnEdit(2)] }, two.Picture[0] with { FrameCount = 9 }] };

        var passed = await PassAsync(video, StubProcess.Identity(video));

        var (before, after) = (await Films.FramesAsync(_call, video), await Films.FramesAsync(_call, passed));
        after.Count.ShouldBe(21);
        before.Zip(after, Fidelity.Decibels).Min().ShouldBeGreaterThan(45);
    }

    private Task<Video> PassAsync(Video video, IFrameProcess process) => new FramePass(video, process, _call).RunAsync(TestContext.Current.CancellationToken);

    private async Task<Video> LoadAsync(string name, string moving, string encoding)
        => await Films.LoadAsync(_call, await Films.MakeAsync(_call, name, ["-f", "lavfi", "-i", moving, .. encoding.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));

    private async Task<Video> SoundingAsync()
    {
        var path = await Films.MakeAsync(
            _call, "sounding.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=1", "-f", "lavfi", "-i", "sine=f=440:r=44100:d=1", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac");
        var video = await Films.LoadAsync(_call, path);
        return video with { Captions = [new CaptionTrack(new Captions { Cues = [new CaptionCue(0.1, 0.8, "Here.")], Language = "en" })] };
    }
}
