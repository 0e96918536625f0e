using System.Text.Json;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Saving_a_video : IDisposable
{
    private static readonly JsonElement Prompt = JsonSerializer.SerializeToElement(new { speak = new { class_type = "TextToSpeech", inputs = new { text = "a=b; #1 \\ \"Grüße\" \n 你好" } } });

    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task Picture_and_sound_last_equally_long()
    {
        var scenes = new List<Video>();
        foreach (var seconds in new[] { 1.234, 0.777, 2.001, 0.013 })
        {
            scenes.Add(await StillVideoNode.ShowAsync(Samples.Flat(320, 180, 0.2f, 0.4f, 0.6f), Samples.Tone(seconds), _call, default));
        }

        var joined = JoinVideosNode.Join(scenes);
        var probe = await SaveAsync(joined);

        var (picture, sound) = (probe.Stream("video"), probe.Stream("audio"));
        picture.Text("nb_read_frames").ShouldBe("103"); // 31 + 20 + 51 + 1: a frame that is begun is shown
        Math.Abs(picture.Seconds() - sound.Seconds()).ShouldBeLessThan(0.04);
        picture.Seconds().ShouldBe(joined.Seconds, 0.001);
        ((await Probe.SoundAsync(_call.OutputPath("film.mp4"))).Length / 4.0 / 22_050).ShouldBe(joined.Seconds, 0.04);
    }

    [Fact]
    public async Task It_is_h264_with_aac_that_starts_before_all_of_it_is_there()
    {
        var probe = await SaveAsync(await SceneAsync());

        var (picture, sound) = (probe.Stream("video"), probe.Stream("audio"));
        (picture.Text("codec_name"), picture.Text("pix_fmt"), picture.Text("width"), picture.Text("height"), picture.Text("r_frame_rate")).ShouldBe(("h264", "yuv420p", "320", "180", "25/1"));
        (picture.Text("color_space"), picture.Text("color_primaries"), picture.Text("color_transfer"), picture.Text("color_range")).ShouldBe(("bt709", "bt709", "bt709", "tv"));
        sound.Text("codec_name").ShouldBe("aac");
        var bytes = await File.ReadAllBytesAsync(_call.OutputPath("film.mp4"));
        bytes.AsSpan().IndexOf("moov"u8).ShouldBeLessThan(bytes.AsSpan().IndexOf("mdat"u8));
    }

    [Fact]
    public async Task The_graph_can_be_read_out_of_it_again()
    {
        var document = JsonSerializer.SerializeToElement(new { version = 1, padding = new string('x', 300_000) });
        var probe = await SaveAsync(await SceneAsync(), Prompt, JsonSerializer.SerializeToElement(new { workflow = document, note = 1 }));

        var tags = probe.GetProperty("format").GetProperty("tags");
        JsonElement.DeepEquals(JsonDocument.Parse(tags.Text("prompt")).RootElement, Prompt).ShouldBeTrue();
        JsonElement.DeepEquals(JsonDocument.Parse(tags.Text("workflow")).RootElement, document).ShouldBeTrue();
        tags.Text("note").ShouldBe("1");
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(0, 0, 1)]
    [InlineData(0.5f, 0.5f, 0.5f)]
    [InlineData(0.9f, 0.6f, 0.2f)]
    [InlineData(1, 1, 1)]
    [InlineData(0, 0, 0)]
    public async Task Colours_come_back_as_they_were(float red, float green, float blue)
    {
        await SaveAsync(await StillVideoNode.ShowAsync(Samples.Flat(64, 64, red, green, blue), Samples.Tone(0.2), _call, default));

        var frame = await Probe.FrameAsync(_call.OutputPath("film.mp4"), 3);
        var middle = frame.AsSpan(((32 * 64) + 32) * 3, 3).ToArray();
        ((double)middle[0]).ShouldBe(red * 255, 3);
        ((double)middle[1]).ShouldBe(green * 255, 3);
        ((double)middle[2]).ShouldBe(blue * 255, 3);
    }

    [Fact]
    public async Task The_sound_is_heard_where_it_belongs()
    {
        var silent = await StillVideoNode.ShowAsync(Samples.Flat(64, 64, 0, 0, 0), Audio.Own(1, 1, 22_050, new float[22_050]), _call, default);
        var loud = await StillVideoNode.ShowAsync(Samples.Flat(64, 64, 1, 1, 1), Samples.Tone(1, 44_100, channels: 2), _call, default);
        var lower = await StillVideoNode.ShowAsync(Samples.Flat(64, 64, 1, 1, 1), Samples.Tone(1, 16_000), _call, default);
        await SaveAsync(JoinVideosNode.Join([silent, loud, silent, lower]));

        var samples = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(await Probe.SoundAsync(_call.OutputPath("film.mp4"))).ToArray();
        Samples.Energy(samples.AsSpan(2000, 18_000)).ShouldBeLessThan(0.01);
        Samples.Energy(samples.AsSpan(24_000, 18_000)).ShouldBe(0.5 / Math.Sqrt(2), 0.05);
        Samples.Energy(samples.AsSpan(46_500, 18_000)).ShouldBeLessThan(0.01);
        Samples.Energy(samples.AsSpan(68_000, 18_000)).ShouldBe(0.5 / Math.Sqrt(2), 0.05);
    }

    [Fact]
    public async Task Progress_counts_frames_and_the_file_is_shown()
    {
        await SaveAsync(await SceneAsync());

        _call.ProgressDone.ShouldBe(Enumerable.Range(1, 25).Select(frame => (double)frame));
        var item = _call.Shown.Single(shown => shown.Key == "images").Item;
        (item.Text("filename"), item.Text("subfolder"), item.Text("type"), item.Text("format")).ShouldBe(("film.mp4", "", "output", "video/mp4"));
    }

    [Fact]
    public async Task Odd_sizes_are_filled_up_to_even_ones()
    {
        var probe = await SaveAsync(await StillVideoNode.ShowAsync(Samples.Flat(101, 75, 1, 1, 1), Samples.Tone(0.2), _call, default));

        (probe.Stream("video").Text("width"), probe.Stream("video").Text("height")).ShouldBe(("102", "76"));
    }

    [Fact]
    public async Task A_video_without_sound_has_no_sound_stream()
    {
        var probe = await SaveAsync(await CreateVideoNode.CreateAsync(Samples.Flat(64, 64, 1, 0, 0), _call, default));

        probe.GetProperty("streams").EnumerateArray().Select(stream => stream.Text("codec_type")).ShouldBe(["video"]);
    }

    [Fact]
    public async Task Numbered_names_never_replace_a_file()
    {
        var video = await CreateVideoNode.CreateAsync(Samples.Flat(64, 64, 1, 0, 0), _call, default);

        await SaveVideoNode.SaveAsync(video, _call, null, null, default, "clips/film");
        await SaveVideoNode.SaveAsync(video, _call, null, null, default, "clips/film");

        _call.OutputFiles().Select(Path.GetFileName).Order().ShouldBe(["film_00001_.mp4", "film_00002_.mp4"]);
    }

    [Fact]
    public async Task Cancelling_ends_ffmpeg_and_leaves_no_file()
    {
        var video = await StillVideoNode.ShowAsync(Samples.Flat(1280, 720, 0.3f, 0.3f, 0.3f), Samples.Tone(600), _call, default);
        _call.OnProgress = done => _call.Cancel();

        await Should.ThrowAsync<OperationCanceledException>(() => SaveVideoNode.SaveAsync(video, _call, null, null, _call.Cancellation, "film", naming: OutputNaming.Exact));

        _call.OutputFiles().ShouldBeEmpty();
        _call.ProgressDone.Count.ShouldBeLessThan(100);
        Children.Named("ffmpeg", _call.OutputPath("")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_disk_is_said_in_ffmpegs_words()
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Skip("This system has no /dev/full.");
        }

        var failure = await Should.ThrowAsync<NodeFailure>(() => new ToolProcess(
            _call.Tools.Executable("ffmpeg"), ["-v", "error", "-xerror", "-nostdin", "-f", "lavfi", "-i", "sine=duration=9", "-y", "-f", "wav", "/dev/full"]).RunAsync(TimeProvider.System, default));

        failure.Message.ShouldContain("No space left on device");
    }

    private Task<Video> SceneAsync() => StillVideoNode.ShowAsync(Samples.Flat(320, 180, 0.2f, 0.4f, 0.6f), Samples.Tone(1), _call, default);

    private async Task<JsonElement> SaveAsync(Video video, JsonElement? prompt = null, JsonElement? extra = null)
    {
        await SaveVideoNode.SaveAsync(video, _call, prompt, extra, default, "film", naming: OutputNaming.Exact);
        return await Probe.StreamsAsync(_call.OutputPath("film.mp4"));
    }
}
