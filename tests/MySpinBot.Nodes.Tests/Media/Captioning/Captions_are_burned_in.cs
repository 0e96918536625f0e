using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media.Captioning;

public sealed class Captions_are_burned_in : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    private static Captions TwoWords => new() { Cues = [new(0.4, 1.2, "WWWW MMMM", [new(0.4, 0.8, "WWWW"), new(0.8, 1.2, "MMMM")])] };

    [Fact]
    public async Task They_are_seen_while_they_last_and_where_they_are_told()
    {
        var frames = await FramesAsync(await BurnAsync(await StillAsync(), TwoWords), "0.2, 0.6, 1.4");

        Light(frames.Picture(0), 0, 180).ShouldBe(0);
        Light(frames.Picture(1), 90, 180).ShouldBeGreaterThan(300);
        Light(frames.Picture(1), 0, 90).ShouldBe(0);
        Light(frames.Picture(2), 0, 180).ShouldBe(0);
        Light((await FramesAsync(await BurnAsync(await StillAsync(), TwoWords, position: CaptionPosition.Top), "0.6")).Picture(0), 0, 60).ShouldBeGreaterThan(300);
        Light((await FramesAsync(await BurnAsync(await StillAsync(), TwoWords, position: CaptionPosition.Middle), "0.6")).Picture(0), 60, 120).ShouldBeGreaterThan(300);
    }

    [Fact]
    public async Task The_word_that_is_spoken_has_another_colour()
    {
        var frames = await FramesAsync(await BurnAsync(await StillAsync(), TwoWords, highlight: CaptionHighlight.Word), "0.6, 1.0");

        // Yellow has no blue; the first word stands on the left.
        Yellow(frames.Picture(0), 0, 160).ShouldBeGreaterThan(100);
        Yellow(frames.Picture(0), 160, 320).ShouldBe(0);
        Yellow(frames.Picture(1), 0, 150).ShouldBe(0);
        Yellow(frames.Picture(1), 150, 320).ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Words_pop_up_one_by_one()
    {
        var frames = await FramesAsync(await BurnAsync(await StillAsync(), TwoWords, highlight: CaptionHighlight.Pop), "0.76, 1.1");
        var both = await FramesAsync(await BurnAsync(await StillAsync(), TwoWords), "0.76");

        Light(frames.Picture(0), 0, 180).ShouldBeInRange(200, Light(both.Picture(0), 0, 180) * 3 / 4);
        Light(frames.Picture(1), 0, 180).ShouldBeInRange(200, Light(both.Picture(0), 0, 180) * 3 / 4);
    }

    [Fact]
    public async Task Cutting_the_video_before_or_after_shows_the_same()
    {
        var still = await StillAsync();
        var cutAfter = Cut(await BurnAsync(still, TwoWords), 12);
        var cutBefore = await BurnAsync(Cut(still, 12), CaptionTiming.Shift(TwoWords, -12 / 25.0));

        (await FramesAsync(cutAfter, "0.2")).Pixels.ToArray().ShouldBe((await FramesAsync(cutBefore, "0.2")).Pixels.ToArray());
    }

    [Fact]
    public async Task Over_several_segments_time_goes_on()
    {
        var still = await StillAsync();
        var joined = await BurnAsync(JoinVideosNode.Join([still, still]), CaptionTiming.Shift(TwoWords, 2));

        var frames = await FramesAsync(joined, "0.6, 2.6");
        (Light(frames.Picture(0), 0, 180), Light(frames.Picture(1), 0, 180) > 300).ShouldBe((0, true));
    }

    [Fact]
    public async Task A_track_is_drawn_and_left_out_or_kept()
    {
        var video = VideoCaptionNodes.Add(await StillAsync(), TwoWords, "en", "English");

        VideoCaptionNodes.Get(video).ShouldBe((video.Captions[0].Captions, "en", "English"));
        (await VideoCaptionNodes.BurnAsync(video, _call, default)).Captions.ShouldBeEmpty();
        (await VideoCaptionNodes.BurnAsync(video, _call, default, removeTrack: false)).Captions.Length.ShouldBe(1);
        (await Should.ThrowAsync<NodeFailure>(async () => await VideoCaptionNodes.BurnAsync(await StillAsync(), _call, default))).Message
            .ShouldBe("The video has no captions; connect captions, or give it a track with AddCaptions.");
        Should.Throw<NodeFailure>(() => VideoCaptionNodes.Get(video, 3)).Message.ShouldBe("The video has 1 tracks of captions, numbered from 0; there is none with the number 3.");
        Should.Throw<NodeFailure>(() => VideoCaptionNodes.Add(video, TwoWords, "en\n--> x")).Input.ShouldBe("language");
    }

    [Fact]
    public async Task Styles_of_a_script_are_kept_where_that_is_wanted()
    {
        const string script = "[Script Info]\nPlayResX: 320\nPlayResY: 180\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, Alignment\nStyle: Red,DejaVu Sans,40,&H000000FF,8\n\n[Events]\nFormat: Start, End, Style, Text\nDialogue: 0:00:00.40,0:00:01.20,Red,RED";
        var captions = CaptionReading.Read(script, "x");

        var frame = await FramesAsync(await VideoCaptionNodes.BurnAsync(await StillAsync(), _call, default, captions, keepStyles: true), "0.6");
        var red = Enumerable.Range(0, 320 * 60).Count(i => frame.Pixels[i * 3] > 0.8 && frame.Pixels[(i * 3) + 1] < 0.2);
        red.ShouldBeGreaterThan(200);
    }

    [Fact]
    public async Task Files_are_saved_and_loaded_again()
    {
        foreach (var format in Enum.GetValues<CaptionFormat>())
        {
            await CaptionFileNodes.SaveAsync(TwoWords, _call, default, "subs", format, OutputNaming.Exact);
            var path = _call.OutputPath("subs." + format.ToString().ToLowerInvariant());
            var loaded = await CaptionFileNodes.LoadAsync(_call.FileAt(path), default, "de");

            (loaded.Cues[0].Text, loaded.Cues[0].Start, loaded.Cues[0].End, loaded.Language).ShouldBe(("WWWW MMMM", 0.4, 1.2, "de"));
            (await Probe.StreamsAsync(path)).Stream("subtitle").Text("codec_name").ShouldBe(format switch { CaptionFormat.Srt => "subrip", CaptionFormat.Vtt => "webvtt", _ => "ass" });
        }

        (await Should.ThrowAsync<NodeFailure>(() => CaptionFileNodes.LoadAsync(_call.File("empty.srt", []), default))).Message.ShouldBe("'empty.srt' holds no captions; choose an .srt, .vtt or .ass file with cues.");
        (await Should.ThrowAsync<NodeFailure>(() => CaptionFileNodes.LoadAsync(_call.File("x.srt", [0xFF, 0xD8, 0xFF, 0xE0]), default))).Message.ShouldContain("'x.srt', line 1: ");
    }

    private static Video Cut(Video video, long frames)
        => video with { Picture = [video.Picture[0] with { FirstFrame = frames, FrameCount = video.Picture[0].FrameCount - frames }] };

    private static int Light(ReadOnlySpan<float> picture, int top, int bottom)
    {
        var count = 0;
        for (var i = top * 320 * 3; i < bottom * 320 * 3; i += 3)
        {
            count += picture[i] > 0.7 ? 1 : 0;
        }

        return count;
    }

    private static int Yellow(ReadOnlySpan<float> picture, int left, int right)
    {
        var count = 0;
        for (var i = 0; i < 320 * 180; i++)
        {
            count += i % 320 >= left && i % 320 < right && picture[i * 3] > 0.8 && picture[(i * 3) + 2] < 0.5 ? 1 : 0;
        }

        return count;
    }

    private Task<Image> FramesAsync(Video video, string times) => Frames(VideoFrameNodes.TakeAsync(video, _call, default, "at times", times: times));

    private static async Task<Image> Frames(Task<(Image Images, string Seconds)> taken) => (await taken).Images;

    private Task<Video> StillAsync() => StillVideoNode.ShowAsync(Samples.Flat(320, 180, 0.1f, 0.2f, 0.3f), Samples.Tone(2), _call, default);

    private Task<Video> BurnAsync(Video video, Captions captions, CaptionPosition position = CaptionPosition.Bottom, CaptionHighlight highlight = CaptionHighlight.None)
        => VideoCaptionNodes.BurnAsync(video, _call, default, captions, size: 0.14, position: position, highlight: highlight, highlightColor: "#ffff00");
}
