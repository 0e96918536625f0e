using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Joining_videos : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task A_still_fills_its_sound_up_to_the_end_of_its_last_frame()
    {
        var video = await StillAsync(1.01, 25);

        video.FrameCount.ShouldBe(26);
        video.Sound.Select(segment => (segment.Pcm is null, segment.SampleCount)).ShouldBe([(false, 22_270L), (true, (26 * 882) - 22_270L)]);
    }

    [Theory]
    [InlineData(25)]
    [InlineData(29.97)]
    [InlineData(23.976)]
    [InlineData(60)]
    public async Task A_thousand_joins_do_not_drift(double fps)
    {
        var scene = await StillAsync(0.3337, fps);

        var joined = JoinVideosNode.Join([.. Enumerable.Repeat(scene, 1000)]);

        joined.FrameCount.ShouldBe(1000 * scene.FrameCount);
        joined.Sound.Sum(segment => (double)segment.SampleCount / segment.SampleRate).ShouldBe(joined.Seconds, 0.025);
    }

    [Fact]
    public async Task What_was_joined_is_found_by_cutting()
    {
        var (first, second) = (await StillAsync(1, 25), await StillAsync(2, 25, 0.9f));

        var cut = VideoSliceNode.Slice(JoinVideosNode.Join([first, second]), startTime: 1, duration: 2);

        cut.FrameCount.ShouldBe(50);
        cut.Picture.Single().Source.ShouldBe(second.Picture.Single().Source);
        cut.Sound.Single().ShouldBe(second.Sound.Single());
    }

    [Fact]
    public async Task A_video_without_sound_is_silent_among_others()
    {
        var mute = await CreateVideoNode.CreateAsync(Samples.Flat(64, 36, 1, 0, 0), _call, default, fps: 25);

        var joined = JoinVideosNode.Join([mute, await StillAsync(1, 25), mute]);

        joined.Sound.Select(segment => (segment.Pcm is null, segment.SampleCount)).ShouldBe([(true, 882L), (false, 22_050L), (true, 882L)]);
    }

    [Fact]
    public async Task Different_sizes_are_refused()
        => Should.Throw<NodeFailure>(() => JoinVideosNode.Join([Wide(), Wide() with { Width = 128 }]))
            .Message.ShouldBe("Video 2 has 128×36 pixels and the first 64×36; use ScaleVideo to bring them to one size, or set 'fit'.");

    [Fact]
    public async Task Different_rates_are_refused()
        => Should.Throw<NodeFailure>(() => JoinVideosNode.Join([Wide(), Wide() with { FrameRate = new Rational(30_000, 1001) }]))
            .Message.ShouldBe("Video 2 has 29.97 frames a second and the first 25; use SetFrameRate, or set 'fit'.");

    [Fact]
    public void Nothing_cannot_be_joined() => Should.Throw<NodeFailure>(() => JoinVideosNode.Join([])).Message.ShouldBe("There are no videos to join; connect at least one.");

    [Fact]
    public async Task A_stretch_outside_the_video_is_refused()
    {
        var video = await StillAsync(1, 25);

        Should.Throw<NodeFailure>(() => VideoSliceNode.Slice(video, startTime: 3, duration: 1))
            .Message.ShouldBe("The video lasts 1 seconds and does not reach from 3 over 1 seconds; ask for a stretch within it.");
    }

    private static Video Wide() => new() { FrameRate = new Rational(25), Width = 64, Height = 36 };

    private Task<Video> StillAsync(double seconds, double fps, float level = 0.1f) => StillVideoNode.ShowAsync(Samples.Flat(64, 36, level, level, level), Samples.Tone(seconds), _call, default, fps);
}
