using System.Collections.Concurrent;
using System.Text;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media.SavingVideo;

/// <summary>Files whose pictures nothing changes are not decoded: proven by their packets.</summary>
public sealed class Copying_pictures : IDisposable
{
    // Encoded once: each of these tests would make the same films again.
    private static readonly ConcurrentDictionary<(int Frames, float Red), Lazy<Task<byte[]>>> Encoded = new();

    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task Three_joined_files_keep_every_packet_at_its_time_and_the_sound_beside_it()
    {
        var files = new List<Video>();
        foreach (var (name, frames, red) in new[] { ("one", 31, 0.9f), ("two", 17, 0.5f), ("three", 26, 0.1f) })
        {
            files.Add(await SavedAsync(name, frames, red));
        }

        await SaveAsync(JoinVideosNode.Join(files), "joined");

        var joined = _call.OutputPath("joined.mp4");
        (await PacketsAsync(joined)).ShouldBe([.. await PacketsAsync(Path("one")), .. await PacketsAsync(Path("two")), .. await PacketsAsync(Path("three"))]);
        (await FramesAsync(joined)).ShouldBe([.. await FramesAsync(Path("one")), .. await FramesAsync(Path("two")), .. await FramesAsync(Path("three"))]);
        (await TimesAsync(joined)).ShouldBe(Enumerable.Range(0, 74).Select(frame => frame * 0.04), 1e-9);
        var probe = await Probe.StreamsAsync(joined);
        (probe.Stream("video").Text("r_frame_rate"), probe.Stream("video").Text("avg_frame_rate")).ShouldBe(("25/1", "25/1"));
        probe.Stream("video").Seconds().ShouldBe(74 / 25.0, 1e-6);
        probe.Stream("audio").Seconds().ShouldBe(74 / 25.0, 1e-4);
    }

    [Theory]
    [InlineData(PictureCodec.H265, "mp4")]
    [InlineData(PictureCodec.Vp9, "webm")]
    [InlineData(PictureCodec.Av1, "webm")]
    public async Task Other_codecs_are_copied_into_what_they_are_at_home_in(PictureCodec codec, string extension)
    {
        await SaveVideoNode.SaveAsync(await Charts.FilmAsync(Charts.Moving(13), _call), _call, null, null, default, "one", codec: codec, naming: OutputNaming.Exact, preset: EncodingPreset.UltraFast, hardware: HardwareUse.Off);
        var file = await LoadAsync(_call.OutputPath("one." + extension));

        await SaveAsync(JoinVideosNode.Join([file, file]), "joined");

        var once = await FramesAsync(_call.OutputPath("one." + extension));
        (await FramesAsync(_call.OutputPath("joined." + extension))).ShouldBe([.. once, .. once]);
        (await PacketsAsync(_call.OutputPath("joined." + extension))).Length.ShouldBe(26);
    }

    [Fact]
    public async Task A_stretch_that_begins_at_a_key_frame_is_copied_exactly()
    {
        var video = await LoadAsync(await LongAsync("long.mp4", "-bf", "0"));

        await SaveAsync(VideoSliceNode.Slice(video, startTime: 10 / 25.0, duration: 17 / 25.0), "cut");

        (await FramesAsync(_call.OutputPath("cut.mp4"))).ShouldBe((await FramesAsync(_call.OutputPath("long.mp4")))[10..27]);
        (await PacketsAsync(_call.OutputPath("cut.mp4"))).ShouldBe((await PacketsAsync(_call.OutputPath("long.mp4")))[10..27]);
    }

    [Fact]
    public async Task A_stretch_of_whole_groups_with_b_frames_is_copied_exactly()
    {
        var video = await LoadAsync(await LongAsync("long.mp4", "-bf", "3"));

        await SaveAsync(VideoSliceNode.Slice(video, startTime: 20 / 25.0, duration: 10 / 25.0), "cut");

        (await FramesAsync(_call.OutputPath("cut.mp4"))).ShouldBe((await FramesAsync(_call.OutputPath("long.mp4")))[20..30]);
        (await PacketsAsync(_call.OutputPath("cut.mp4"))).ShouldBe((await PacketsAsync(_call.OutputPath("long.mp4")))[20..30]);
    }

    [Fact]
    public async Task A_stretch_that_begins_elsewhere_is_encoded()
    {
        var video = await LoadAsync(await LongAsync("long.mp4", "-bf", "0"));

        await SaveAsync(VideoSliceNode.Slice(video, startTime: 11 / 25.0, duration: 12 / 25.0), "cut");

        (await FramesAsync(_call.OutputPath("cut.mp4"))).Length.ShouldBe(12);
        (await PacketsAsync(_call.OutputPath("cut.mp4"))).ShouldNotBe((await PacketsAsync(_call.OutputPath("long.mp4")))[11..23]);
    }

    [Theory]
    [InlineData("size")]
    [InlineData("quality")]
    [InlineData("always")]
    [InlineData("codec")]
    [InlineData("pixels")]
    [InlineData("other encoder")]
    public async Task What_is_changed_is_encoded(string change)
    {
        var video = await SavedAsync("one", 11, 0.9f);
        if (change == "other encoder")
        {
            await SaveVideoNode.SaveAsync(await Charts.FilmAsync(Charts.Moving(11), _call), _call, null, null, default, "two", naming: OutputNaming.Exact, preset: EncodingPreset.Slow);
            video = JoinVideosNode.Join([video, await LoadAsync(Path("two"))]);
        }

        await SaveVideoNode.SaveAsync(
            change == "size" ? ScaleVideoNode.Scale(video, 80, 48) : video, _call, null, null, default, "changed", VideoContainer.Mp4,
            change == "codec" ? PictureCodec.H265 : PictureCodec.Auto, OutputNaming.Exact,
            crf: change == "quality" ? 23 : -1, pixelFormat: change == "pixels" ? PixelLayout.Full8 : PixelLayout.Auto, reencode: change == "always" ? Reencoding.Always : Reencoding.Auto);

        var packets = await PacketsAsync(_call.OutputPath("changed.mp4"));
        packets.Length.ShouldBe((int)video.FrameCount);
        packets.Intersect(await PacketsAsync(Path("one"))).Count().ShouldBeLessThan(3);
    }

    [Fact]
    public async Task Files_between_two_steps_are_encoded()
    {
        await SaveAsync(await Charts.FilmAsync(Charts.Moving(7), _call), "one");
        await SaveVideoNode.SaveAsync(await Charts.FilmAsync(Charts.Moving(7), _call), _call, null, null, default, "archive", codec: PictureCodec.Ffv1, naming: OutputNaming.Exact);
        await SaveAsync(await LoadAsync(_call.OutputPath("archive.mkv")), "two");

        (await Probe.StreamsAsync(Path("one"))).Stream("video").Text("pix_fmt").ShouldBe("yuv420p");
        (await Probe.StreamsAsync(Path("two"))).Stream("video").Text("codec_name").ShouldBe("h264");
    }

    [Fact]
    public async Task Rates_of_thousand_and_one_stay_exact()
    {
        var film = await CreateVideoNode.CreateAsync(Charts.Moving(24), _call, default, 23.976, Samples.Tone(1.001, 48_000));
        await SaveAsync(film, "one");
        var file = await LoadAsync(Path("one"));

        await SaveAsync(JoinVideosNode.Join([.. Enumerable.Repeat(file, 3)]), "joined");

        var once = await PacketsAsync(Path("one"));
        (await PacketsAsync(_call.OutputPath("joined.mp4"))).ShouldBe([.. Enumerable.Repeat(once, 3).SelectMany(each => each)]);
        (await Probe.StreamsAsync(_call.OutputPath("joined.mp4"))).Stream("video").Text("avg_frame_rate").ShouldBe("24000/1001");
    }

    [Fact]
    public async Task The_graph_and_captions_go_along()
    {
        var captioned = await SavedAsync("one", 25, 0.9f) with { Captions = [new CaptionTrack(new Captions { Language = "de", Cues = [new CaptionCue(0.1, 0.9, "Grüße")] })] };

        await SaveVideoNode.SaveAsync(captioned, _call, System.Text.Json.JsonSerializer.SerializeToElement(new { a = 1 }), null, default, "captioned", naming: OutputNaming.Exact);

        var probe = await Probe.StreamsAsync(_call.OutputPath("captioned.mp4"));
        probe.Stream("subtitle").GetProperty("tags").Text("language").ShouldBe("deu");
        probe.GetProperty("format").GetProperty("tags").Text("prompt").ShouldBe("{\"a\":1}");
        (await PacketsAsync(_call.OutputPath("captioned.mp4"))).ShouldBe(await PacketsAsync(Path("one")));
    }

    private string Path(string name) => _call.OutputPath(name + ".mp4");

    private Task<Video> LoadAsync(string path) => LoadVideoNode.LoadAsync(_call.FileAt(path), _call, default);

    private Task SaveAsync(Video video, string name) => SaveVideoNode.SaveAsync(video, _call, null, null, default, name, naming: OutputNaming.Exact, hardware: HardwareUse.Off);

    private async Task<Video> SavedAsync(string name, int frames, float red)
    {
        var bytes = await Encoded.GetOrAdd((frames, red), film => new(() => EncodedAsync(film.Frames, film.Red))).Value;
        Directory.CreateDirectory(_call.OutputPath(""));
        await File.WriteAllBytesAsync(Path(name), bytes);
        return await LoadAsync(Path(name));
    }

    private static async Task<byte[]> EncodedAsync(int frames, float red)
    {
        using var call = new Call();
        await SaveVideoNode.SaveAsync(await Charts.FilmAsync(Charts.Moving(frames, red: red), call), call, null, null, default, "one", naming: OutputNaming.Exact, hardware: HardwareUse.Off);
        return await File.ReadAllBytesAsync(call.OutputPath("one.mp4"));
    }

    /// <summary>Forty frames with a key frame every ten.</summary>
    private async Task<string> LongAsync(string name, params string[] options)
    {
        var path = _call.OutputPath(name);
        Directory.CreateDirectory(_call.OutputPath(""));
        await new ToolProcess(_call.Tools.Executable("ffmpeg"),
            ["-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=size=160x96:rate=25:duration=1.6", "-c:v", "libx264", "-g", "10", "-keyint_min", "10", "-sc_threshold", "0", .. options, "-pix_fmt", "yuv420p", path]).RunAsync(TimeProvider.System, default);
        return path;
    }

    /// <summary>Digests of the encoded pictures.</summary>
    private static Task<string[]> PacketsAsync(string path)
        => LinesAsync("ffprobe", "-v", "error", "-select_streams", "v:0", "-show_packets", "-show_data_hash", "md5", "-show_entries", "packet=data_hash", "-of", "csv=p=0", path);

    /// <summary>Digests of the decoded pictures.</summary>
    private static async Task<string[]> FramesAsync(string path)
        => [.. (await LinesAsync("ffmpeg", "-v", "error", "-nostdin", "-i", path, "-map", "0:v:0", "-f", "framemd5", "pipe:1")).Where(line => line[0] != '#').Select(line => line.Split(',')[^1])];

    private static async Task<double[]> TimesAsync(string path)
        => [.. (await LinesAsync("ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "frame=pts_time", "-of", "csv=p=0", path)).Select(line => double.Parse(line.Trim(','), System.Globalization.CultureInfo.InvariantCulture))];

    private static async Task<string[]> LinesAsync(string tool, params string[] arguments)
        => System.Text.Encoding.ASCII.GetString(await new ToolProcess(new MachineTools().Executable(tool), arguments).ReadAllAsync(1 << 22, TimeProvider.System, default)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
