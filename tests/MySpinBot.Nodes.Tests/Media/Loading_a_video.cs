using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Loading_a_video : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task What_was_saved_comes_back()
    {
        var video = await LoadAsync(await SavedAsync());

        (video.Width, video.Height, video.FrameRate, video.FrameCount).ShouldBe((64, 48, new Rational(25), 50));
        var (images, audio, fps) = await GetVideoComponentsNode.TakeApartAsync(video, _call, default);
        (images.Batch, images.Height, images.Width, fps).ShouldBe((50, 48, 64, 25.0));
        ((double)images.Picture(10)[0]).ShouldBe(0.8, 0.02);
        ((double)images.Picture(40)[0]).ShouldBe(0.2, 0.02);
        audio.Seconds.ShouldBe(2, 0.001);
        Samples.Energy(audio.Channel(0, 0)[10_000..40_000]).ShouldBe(0.5 / Math.Sqrt(2), 0.03);
    }

    [Fact]
    public async Task A_stretch_of_a_file_begins_on_its_frame()
    {
        var (images, audio, _) = await GetVideoComponentsNode.TakeApartAsync(VideoSliceNode.Slice(await LoadAsync(await SavedAsync()), startTime: 0.96, duration: 0.08), _call, default);

        images.Batch.ShouldBe(2);
        ((double)images.Picture(0)[0]).ShouldBe(0.8, 0.02);
        ((double)images.Picture(1)[0]).ShouldBe(0.2, 0.02);
        audio.Seconds.ShouldBe(0.08, 0.001);
    }

    [Fact]
    public async Task A_scaled_file_keeps_its_ratio_between_black_bars()
    {
        var scaled = ScaleVideoNode.Scale(VideoSliceNode.Slice(await LoadAsync(await SavedAsync()), duration: 0.04), width: 128, height: 48);

        var (images, _, _) = await GetVideoComponentsNode.TakeApartAsync(scaled, _call, default);

        (images.Width, images.Height).ShouldBe((128, 48));
        ((double)images.Picture(0)[24 * 128 * 3]).ShouldBe(0, 0.02);
        ((double)images.Picture(0)[((24 * 128) + 64) * 3]).ShouldBe(0.8, 0.02);
    }

    [Fact]
    public async Task A_scaled_still_looks_like_a_scaled_file()
    {
        var scaled = ScaleVideoNode.Scale(await CreateVideoNode.CreateAsync(Samples.Flat(64, 48, 0.8f, 0.8f, 0.8f), _call, default), width: 128, height: 48);

        var (images, _, _) = await GetVideoComponentsNode.TakeApartAsync(scaled, _call, default);

        ((double)images.Picture(0)[24 * 128 * 3]).ShouldBe(0, 0.02);
        ((double)images.Picture(0)[((24 * 128) + 64) * 3]).ShouldBe(0.8, 0.02);
    }

    [Fact]
    public async Task A_file_can_be_joined_with_a_still_and_saved()
    {
        var file = await LoadAsync(await SavedAsync());
        var still = await StillVideoNode.ShowAsync(Samples.Flat(64, 48, 1, 0, 0), Samples.Tone(1), _call, default);

        await SaveVideoNode.SaveAsync(JoinVideosNode.Join([still, file]), _call, null, null, default, "joined", naming: OutputNaming.Exact);

        var probe = await Probe.StreamsAsync(_call.OutputPath("joined.mp4"));
        probe.Stream("video").Text("nb_read_frames").ShouldBe("75");
        Math.Abs(probe.Stream("video").Seconds() - probe.Stream("audio").Seconds()).ShouldBeLessThan(0.04);
    }

    [Fact]
    public async Task A_file_that_is_cut_off_is_named()
    {
        var whole = await File.ReadAllBytesAsync(await SavedAsync());
        var file = _call.File("short.mp4", whole[..(whole.Length / 8)]);

        var failure = await Should.ThrowAsync<NodeFailure>(() => LoadVideoNode.LoadAsync(file, _call, default));

        failure.Message.ShouldBe("'short.mp4' is cut off: 47 of the frames that it claims are not there, from 0.12 seconds on. Save or download it again.");
    }

    [Fact]
    public async Task Frames_that_a_file_only_claims_are_missed()
    {
        var video = await LoadAsync(await SavedAsync());
        var claimed = video with { Sound = [], Picture = [video.Picture[0] with { FrameCount = 1_000_000 }] };

        var failure = await Should.ThrowAsync<NodeFailure>(() => SaveVideoNode.SaveAsync(claimed, _call, null, null, default, "claimed"));

        failure.Message.ShouldBe("A video file ended after 50 of 1000000 frames, at 2 seconds; it is damaged or cut off. Save or download it again.");
        _call.OutputFiles().ShouldNotContain(file => file.Contains("claimed"));
    }

    [Fact]
    public async Task A_sound_file_is_no_video()
    {
        await SaveAudioNode.SaveAsync(Samples.Tone(0.5), _call, null, null, default, "tone");

        var failure = await Should.ThrowAsync<NodeFailure>(() => LoadVideoNode.LoadAsync(_call.FileAt(_call.OutputPath("tone_00001_.flac")), _call, default));

        failure.Message.ShouldBe("'tone_00001_.flac' has no moving picture; for a sound use LoadAudio, for a picture LoadImage.");
    }

    private Task<Video> LoadAsync(string path) => LoadVideoNode.LoadAsync(_call.FileAt(path), _call, default);

    private async Task<string> SavedAsync()
    {
        var light = await StillVideoNode.ShowAsync(Samples.Flat(64, 48, 0.8f, 0.8f, 0.8f), Samples.Tone(1), _call, default);
        var dark = await StillVideoNode.ShowAsync(Samples.Flat(64, 48, 0.2f, 0.2f, 0.2f), Samples.Tone(1), _call, default);
        await SaveVideoNode.SaveAsync(JoinVideosNode.Join([light, dark]), _call, null, null, default, "film", naming: OutputNaming.Exact, crf: 10);
        return _call.OutputPath("film.mp4");
    }
}
