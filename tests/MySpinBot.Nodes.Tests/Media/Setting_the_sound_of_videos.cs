using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Setting_the_sound_of_videos : IDisposable
{
    private const int Rate = 8000;
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task A_new_sound_takes_the_place_of_the_old_one_and_is_as_long_as_the_picture()
    {
        var video = await VideoAudioNodes.SetAsync(await SceneAsync(1, 0.1f), Flat(3, 0.5f), _call, default);

        video.Sound.Single().SampleCount.ShouldBe(Rate);
        (await LevelsAsync(video, 0, 0.5, 0.99)).ShouldBe([0.5f, 0.5f, 0.5f]);
    }

    [Fact]
    public async Task Sounds_add_up_by_their_gains()
    {
        var video = await VideoAudioNodes.SetAsync(await SceneAsync(2, 0.1f), Flat(1, 0.5f), _call, default, "mix", gain: -20 * Math.Log10(2), videoGain: 20 * Math.Log10(3), offset: 0.5);

        (await LevelsAsync(video, 0.49, 0.51, 1.49, 1.51)).ShouldBe([0.3f, 0.55f, 0.55f, 0.3f], 1e-5);
    }

    [Fact]
    public async Task A_loop_begins_again_and_a_negative_offset_leaves_out_the_beginning()
    {
        var stairs = Audio.Own(1, 1, Rate, [.. Enumerable.Range(0, Rate).Select(i => i / (Rate / 4) * 0.25f)]);
        var scene = await SceneAsync(2, 0);

        (await LevelsAsync(await VideoAudioNodes.SetAsync(scene, stairs, _call, default, loop: true, offset: -0.5), 0.1, 0.3, 0.6, 1.1, 1.6)).ShouldBe([0.5f, 0.75f, 0, 0.5f, 0], 1e-6);
        (await LevelsAsync(await VideoAudioNodes.SetAsync(scene, stairs, _call, default, offset: -0.5), 0.1, 0.3, 0.6, 1.6)).ShouldBe([0.5f, 0.75f, 0, 0], 1e-6);
        (await LevelsAsync(await VideoAudioNodes.SetAsync(scene, stairs, _call, default, offset: -5), 0.1, 1.9)).ShouldBe([0, 0], 1e-6);
        (await LevelsAsync(await VideoAudioNodes.SetAsync(scene, stairs, _call, default, offset: 5), 0.1, 1.9)).ShouldBe([0, 0], 1e-6);
    }

    [Fact]
    public async Task It_fades_in_where_it_begins_and_out_where_it_ends()
    {
        var within = await VideoAudioNodes.SetAsync(await SceneAsync(4, 0), Flat(2, 0.8f), _call, default, offset: 1, fadeIn: 0.5, fadeOut: 0.5);
        var beyond = await VideoAudioNodes.SetAsync(await SceneAsync(4, 0), Flat(1, 0.8f), _call, default, loop: true, fadeOut: 1);

        (await LevelsAsync(within, 0.9, 1.25, 1.6, 2.75, 3.1)).ShouldBe([0, 0.4f, 0.8f, 0.4f, 0], 0.002);
        (await LevelsAsync(beyond, 2.5, 3.5, 3.75)).ShouldBe([0.8f, 0.4f, 0.2f], 0.002);
    }

    [Fact]
    public async Task Other_rates_and_channels_are_brought_together()
    {
        var stereo = Samples.Tone(2, 44_100, 1000, channels: 2);

        var audio = await VideoAudioNodes.GetAsync(await VideoAudioNodes.SetAsync(await SceneAsync(2, 0.25f), stereo, _call, default, "mix"), _call, default);

        (audio.SampleRate, audio.Channels, audio.SampleCount).ShouldBe((44_100, 2, 88_200));
        audio.Channel(0, 0)[1000..^1000].ToArray().Average().ShouldBe(0.25f, 0.002);
        audio.Channel(0, 1)[1000..^1000].ToArray().Average().ShouldBe(0.25f, 0.002);
    }

    [Fact]
    public async Task A_video_without_sound_gets_one_and_loses_it_again()
    {
        var silent = MuteVideoNode.Mute(await SceneAsync(1, 0.3f));
        silent.Sound.ShouldBeEmpty();

        (await VideoAudioNodes.GetAsync(silent, _call, default)).Samples.ToArray().ShouldAllBe(sample => sample == 0);
        (await LevelsAsync(await VideoAudioNodes.SetAsync(silent, Flat(1, 0.5f), _call, default, "mix"), 0.5)).ShouldBe([0.5f]);
    }

    private async Task<float[]> LevelsAsync(Video video, params double[] seconds)
    {
        var audio = await VideoAudioNodes.GetAsync(video, _call, default);
        return [.. seconds.Select(at => audio.Channel(0, 0)[(int)(at * audio.SampleRate)])];
    }

    private static Audio Flat(double seconds, float level) => Audio.Own(1, 1, Rate, [.. Enumerable.Repeat(level, (int)(seconds * Rate))]);

    private Task<Video> SceneAsync(double seconds, float level) => StillVideoNode.ShowAsync(Samples.Flat(16, 8, 0, 0, 0), Flat(seconds, level), _call, default, 25);
}
