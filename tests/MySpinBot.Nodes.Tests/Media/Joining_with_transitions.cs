using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Joining_with_transitions : IDisposable
{
    private const int Rate = 22_050;
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public void Every_transition_can_be_chosen()
        => Enum.GetValues<VideoTransition>().Skip(1).Select(way => way.Way().ToString()).ShouldBe(Enum.GetNames<TransitionKind>());

    [Fact]
    public async Task The_whole_is_shorter_by_each_transition()
    {
        var scenes = new[] { await SceneAsync(2, 0.1f, 300), await SceneAsync(3, 0.5f, 900), await SceneAsync(2, 0.9f, 2700) };

        var joined = await JoinVideosNode.JoinAsync(scenes, _call, default, VideoTransition.WipeLeft, 0.4);

        joined.FrameCount.ShouldBe(50 + 75 + 50 - 20);
        joined.Picture.Select(segment => (segment.Source.GetType().Name, segment.FrameCount)).ShouldBe(
            [("StillSource", 40L), ("TransitionSource", 10L), ("StillSource", 55L), ("TransitionSource", 10L), ("StillSource", 40L)]);
        var transition = joined.Picture[1].Source.ShouldBeOfType<TransitionSource>();
        (transition.Way, transition.Length, transition.From.FrameCount, transition.To.FrameCount).ShouldBe((TransitionKind.WipeLeft, 10L, 10L, 10L));
    }

    [Fact]
    public async Task The_sound_of_each_part_is_in_its_place()
    {
        var scenes = new[] { await SceneAsync(2, 0.1f, 300), await SceneAsync(3, 0.5f, 900), await SceneAsync(2, 0.9f, 2700) };

        var joined = await JoinVideosNode.JoinAsync(scenes, _call, default, VideoTransition.Fade, 0.4);
        var audio = await VideoAudioNodes.GetAsync(joined, _call, default);

        audio.Seconds.ShouldBe(6.2, 1e-9);
        double At(double hertz, double from, double to) => Level(audio, hertz, from, to);
        At(300, 0, 1.6).ShouldBe(0.5, 0.01);
        At(900, 0, 1.6).ShouldBe(0, 0.01);
        At(900, 2, 4.2).ShouldBe(0.5, 0.01);
        At(300, 2, 4.2).ShouldBe(0, 0.01);
        At(2700, 4.6, 6.2).ShouldBe(0.5, 0.01);

        // Half way through both are heard, each with half its power.
        At(300, 1.79, 1.81).ShouldBe(0.5 * Math.Sqrt(0.5), 0.04);
        At(900, 1.79, 1.81).ShouldBe(0.5 * Math.Sqrt(0.5), 0.04);
        At(300, 1.95, 2).ShouldBeLessThan(At(300, 1.6, 1.65));
    }

    [Fact]
    public async Task Sounds_of_different_forms_fade_into_each_other()
    {
        var mono = await SceneAsync(1, 0.1f, 300);
        var stereo = await StillVideoNode.ShowAsync(Samples.Flat(64, 36, 0, 0, 0), Samples.Tone(1, 48_000, 900, channels: 2), _call, default, 25);

        var audio = await VideoAudioNodes.GetAsync(await JoinVideosNode.JoinAsync([mono, stereo], _call, default, VideoTransition.Fade, 0.2), _call, default);

        (audio.SampleRate, audio.Channels, audio.SampleCount).ShouldBe((48_000, 2, 86_400));
        Level(audio, 300, 0, 0.8).ShouldBe(0.5, 0.01);
        Level(audio, 900, 1, 1.8).ShouldBe(0.5, 0.01);
    }

    [Fact]
    public async Task A_hundred_joins_at_a_broken_rate_do_not_drift()
    {
        var scene = await StillVideoNode.ShowAsync(Samples.Flat(64, 36, 0, 0, 0), Samples.Tone(0.7, Rate), _call, default, 29.97);

        var joined = await JoinVideosNode.JoinAsync([.. Enumerable.Repeat(scene, 101)], _call, default, VideoTransition.Fade, 0.1);

        joined.FrameCount.ShouldBe((101 * scene.FrameCount) - (100 * 3));
        joined.Sound.Sum(segment => (decimal)segment.SampleCount / segment.SampleRate).ShouldBe(FrameTime.Seconds(joined.FrameCount, joined.FrameRate), 1m / Rate);
        for (var part = 1; part <= 100; part += 33)
        {
            var start = joined.Picture.Take(part * 2).Sum(segment => segment.FrameCount);
            SecondsOfSoundBefore(joined, part, scene).ShouldBe(FrameTime.Seconds(start, joined.FrameRate), 2m / Rate);
        }
    }

    [Fact]
    public async Task Captions_move_along_and_become_one_track()
    {
        var first = await SceneAsync(2, 0.1f, 300) with { Captions = [Track("en", (0.5, 1.9, "one"))] };
        var second = await SceneAsync(2, 0.2f, 300) with { Captions = [Track("en", (0, 1, "two")), Track("fr", (1, 2, "deux"))] };

        var joined = await JoinVideosNode.JoinAsync([first, second], _call, default, VideoTransition.Fade, 0.4);

        joined.Captions.Select(track => (track.Captions.Language, string.Join("|", track.Captions.Cues.Select(cue => FormattableString.Invariant($"{cue.Start:0.##}-{cue.End:0.##} {cue.Text}")))))
            .ShouldBe([("en", "0.5-1.9 one|1.6-2.6 two"), ("fr", "2.6-3.6 deux")]);
    }

    [Fact]
    public async Task A_video_shorter_than_its_transitions_is_refused()
    {
        var (scene, brief) = (await SceneAsync(2, 0.1f, 300), await SceneAsync(0.6, 0.2f, 300));

        (await Should.ThrowAsync<NodeFailure>(() => JoinVideosNode.JoinAsync([scene, brief, scene], _call, default, VideoTransition.Fade, 0.4)))
            .Message.ShouldBe("Video 2 lasts 0.6 seconds, less than its transitions of 0.4 seconds each; make them shorter.");
        (await JoinVideosNode.JoinAsync([scene, brief], _call, default, VideoTransition.Fade, 0.4)).FrameCount.ShouldBe(55);
    }

    [Fact]
    public async Task Other_sizes_and_rates_are_brought_to_the_form_of_the_first()
    {
        var first = await SceneAsync(1, 0.1f, 300);
        var other = await StillVideoNode.ShowAsync(Samples.Flat(100, 100, 1, 0, 0), Samples.Tone(1), _call, default, 50);

        var joined = await JoinVideosNode.JoinAsync([first, other], _call, default, fit: "cover");

        (joined.Width, joined.Height, joined.FrameRate, joined.FrameCount).ShouldBe((64, 36, new Rational(25), 50L));
        var clip = joined.Picture[1].Source.ShouldBeOfType<ClipSource>();
        (clip.Clip.FrameRate, clip.Clip.Width, clip.Clip.Sound.Length).ShouldBe((new Rational(50), 64, 0));
        clip.Clip.Picture.Single().Edits.ShouldBe([new ScaleEdit(64, 36, FrameFit.Cover)]);
    }

    private static decimal SecondsOfSoundBefore(Video joined, int part, Video scene)
    {
        // Each part's body begins where its own sound goes on after the transition.
        decimal seconds = 0;
        var skipped = FrameTime.SamplesIn(3, Rate, scene.FrameRate);
        foreach (var segment in joined.Sound)
        {
            if (segment.Pcm == scene.Sound[0].Pcm && segment.FirstSample > 0 && Math.Abs(segment.FirstSample - skipped) <= 1 && --part == 0)
            {
                return seconds;
            }

            seconds += (decimal)segment.SampleCount / segment.SampleRate;
        }

        throw new InvalidOperationException("There are fewer parts.");
    }

    private static CaptionTrack Track(string language, params (double Start, double End, string Text)[] cues)
        => new(new Captions { Language = language, Cues = [.. cues.Select(cue => new CaptionCue(cue.Start, cue.End, cue.Text))] });

    private static double Level(Audio audio, double hertz, double from, double to)
    {
        var samples = audio.Channel(0, 0)[(int)(from * audio.SampleRate)..(int)(to * audio.SampleRate)];
        var (real, imaginary) = (0.0, 0.0);
        for (var i = 0; i < samples.Length; i++)
        {
            real += samples[i] * Math.Cos(Math.Tau * hertz * i / audio.SampleRate);
            imaginary += samples[i] * Math.Sin(Math.Tau * hertz * i / audio.SampleRate);
        }

        return 2 * Math.Sqrt((real * real) + (imaginary * imaginary)) / samples.Length;
    }

    private Task<Video> SceneAsync(double seconds, float level, double hertz)
        => StillVideoNode.ShowAsync(Samples.Flat(64, 36, level, level, level), Samples.Tone(seconds, Rate, hertz), _call, default, 25);
}
