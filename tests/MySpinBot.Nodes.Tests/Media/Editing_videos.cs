using System.Text.Json.Nodes;
using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Editing_videos : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData(128, 0, 128, 72)]
    [InlineData(0, 100, 178, 100)]
    [InlineData(0, 0, 64, 36)]
    [InlineData(33, 0, 33, 18)]
    [InlineData(50, 50, 50, 50)]
    public void A_size_of_nought_follows_the_ratio(int width, int height, int expectedWidth, int expectedHeight)
        => Size(ScaleVideoNode.Scale(Wide(), width, height)).ShouldBe((expectedWidth, expectedHeight));

    [Fact]
    public void The_first_version_of_ScaleVideo_is_understood()
    {
        ScaleVideoNode.From1(new JsonObject { ["keep_aspect"] = false })["fit"]!.GetValue<string>().ShouldBe("stretch");
        ScaleVideoNode.From1(new JsonObject { ["keep_aspect"] = true, ["width"] = 5 }).ToJsonString().ShouldBe("""{"width":5,"fit":"contain"}""");
    }

    [Fact]
    public void A_crop_keeps_what_is_left()
    {
        Size(CropVideoNodes.Crop(Wide(), 10, 6)).ShouldBe((54, 30));
        Edit(CropVideoNodes.Crop(Wide(), 10, 6, 20, 0)).ShouldBe(new CropEdit(10, 6, 20, 30));
        Should.Throw<NodeFailure>(() => CropVideoNodes.Crop(Wide(), 60, 0, 10, 10)).Message
            .ShouldBe("A rectangle of 10×10 pixels from column 60 and row 0 does not lie within the video of 64×36 pixels; ask for one that does.");
    }

    [Theory]
    [InlineData("1:1", FrameAnchor.Centre, 14, 0, 36, 36)]
    [InlineData("1:1", FrameAnchor.Left, 0, 0, 36, 36)]
    [InlineData("9:16", FrameAnchor.Right, 44, 0, 20, 36)]
    [InlineData("4", FrameAnchor.Bottom, 0, 20, 64, 16)]
    [InlineData("2.39", FrameAnchor.TopRight, 0, 0, 64, 26)]
    public void A_crop_goes_by_ratio_and_place(string aspect, FrameAnchor anchor, int x, int y, int width, int height)
        => Edit(CropVideoNodes.CropToAspect(Wide(), aspect, anchor)).ShouldBe(new CropEdit(x, y, width, height));

    [Theory]
    [InlineData("wide")]
    [InlineData("0:1")]
    [InlineData("1:0")]
    [InlineData("1:2:3")]
    [InlineData("")]
    public void A_ratio_that_is_none_is_refused(string aspect)
        => Should.Throw<NodeFailure>(() => CropVideoNodes.CropToAspect(Wide(), aspect)).Message.ShouldBe($"'{aspect}' is no aspect ratio; write one as 16:9 or 1.85, between 0.01 and 100.");

    [Fact]
    public void A_border_makes_it_larger()
    {
        Edit(PadVideoNode.Pad(Wide(), 1, 2, 3, 4, "#ff0000")).ShouldBe(new PadEdit(1, 2, 68, 42, "#ff0000"));
        Should.Throw<NodeFailure>(() => PadVideoNode.Pad(Wide(), 8192)).Message.ShouldBe("With its border the video would have 8256×36 pixels; at most 8192 a side are taken.");
        Should.Throw<NodeFailure>(() => PadVideoNode.Pad(Wide(), 1, color: "blue")).Input.ShouldBe("color");
    }

    [Theory]
    [InlineData("90 degrees", "none", 1, false, 36)]
    [InlineData("270 degrees", "horizontal", 3, true, 36)]
    [InlineData("none", "vertical", 2, true, 64)]
    [InlineData("270 degrees", "vertical", 1, true, 36)]
    public void Turning_and_mirroring_are_one_edit(string rotation, string mirror, int turns, bool mirrored, int width)
    {
        var turned = TurnVideoNode.Turn(Wide(), rotation, mirror);

        Edit(turned).ShouldBe(new TurnEdit(turns, mirrored));
        turned.Width.ShouldBe(width);
    }

    [Fact]
    public void What_changes_nothing_adds_nothing()
    {
        var video = Wide();

        ScaleVideoNode.Scale(video, 64, 36).ShouldBeSameAs(video);
        TurnVideoNode.Turn(video, "none").ShouldBeSameAs(video);
        PadVideoNode.Pad(video).ShouldBeSameAs(video);
        CropVideoNodes.Crop(video).ShouldBeSameAs(video);
        AdjustVideoColourNode.Adjust(video).ShouldBeSameAs(video);
        SetFrameRateNode.Set(video, 25).ShouldBeSameAs(video);
    }

    [Fact]
    public async Task Fades_touch_only_the_ends()
    {
        var video = JoinVideosNode.Join([await SceneAsync(2), await SceneAsync(2), await SceneAsync(2)]);

        var faded = await FadeVideoNode.FadeAsync(video, _call, default, fadeIn: 1, fadeOut: 0.4, color: "#ffffff");

        faded.Picture.Select(segment => segment.Edits.SingleOrDefault()).ShouldBe([new FadeEdit(0, 25, true, "#ffffff"), null, new FadeEdit(40, 10, false, "#ffffff")]);
        faded.Sound.Length.ShouldBe(5);
        faded.Sound[1..4].Select(segment => (segment.Pcm, segment.FirstSample)).ShouldBe([(video.Sound[0].Pcm, 22_050L), (video.Sound[1].Pcm, 0L), (video.Sound[2].Pcm, 0L)]);
        var audio = await VideoAudioNodes.GetAsync(faded, _call, default);
        Samples.Energy(audio.Channel(0, 0)[..2205]).ShouldBeLessThan(0.05);
        Samples.Energy(audio.Channel(0, 0)[9922..12127]).ShouldBe(0.25 / Math.Sqrt(2), 0.01);
        Samples.Energy(audio.Channel(0, 0)[22_050..44_100]).ShouldBe(0.5 / Math.Sqrt(2), 0.001);
        Samples.Energy(audio.Channel(0, 0)[^220..]).ShouldBeLessThan(0.03);
    }

    [Fact]
    public async Task A_fade_over_a_cut_goes_on_in_the_next_piece()
    {
        var (first, second) = (await SceneAsync(1), await SceneAsync(1));

        var faded = await FadeVideoNode.FadeAsync(JoinVideosNode.Join([first, second]), _call, default, fadeIn: 1.6, fadeOut: 0);

        faded.Picture.Select(segment => segment.Edits.Single()).ShouldBe([new FadeEdit(0, 40, true), new FadeEdit(-25, 40, true)]);
    }

    [Fact]
    public async Task A_watermark_lies_in_its_corner_while_it_is_shown()
    {
        var marked = await OverlayVideoNode.OverlayAsync(await SceneAsync(4), _call, default, image: Samples.Flat(8, 4, 1, 1, 1), margin: 3, scale: 0.25, opacity: 0.5, startTime: 1, duration: 2);

        var overlay = Edit(marked).ShouldBeOfType<OverlayEdit>();
        (overlay.X, overlay.Y, overlay.Start, overlay.Opacity, overlay.Over.FrameCount).ShouldBe((64 - 16 - 3, 36 - 8 - 3, 25L, 0.5, 50L));
    }

    [Fact]
    public async Task A_video_in_the_video_keeps_its_own_time()
    {
        var small = await StillVideoNode.ShowAsync(Samples.Flat(40, 40, 1, 1, 1), Samples.Tone(2), _call, default, 50);

        var overlay = Edit(await OverlayVideoNode.OverlayAsync(await SceneAsync(4), _call, default, overlay: small, anchor: FrameAnchor.TopLeft, margin: 0, x: -5, scale: 0.5)).ShouldBeOfType<OverlayEdit>();

        (overlay.X, overlay.Y, overlay.Over.FrameCount).ShouldBe((-5, 0, 50L));
        overlay.Over.Source.ShouldBeOfType<ClipSource>().Clip.Picture.Single().Edits.ShouldBe([new ScaleEdit(32, 32, FrameFit.Stretch)]);
    }

    [Fact]
    public async Task One_thing_is_laid_over()
        => (await Should.ThrowAsync<NodeFailure>(async () => await OverlayVideoNode.OverlayAsync(await SceneAsync(1), _call, default))).Message
            .ShouldBe("Give either 'image' or 'overlay': one of them is laid over the video.");

    [Fact]
    public async Task A_moving_still_lasts_as_long_as_its_sound()
    {
        var video = await PanAndZoomNodes.MoveAsync(Samples.Flat(100, 80, 0, 0, 1), _call, default, PanAndZoomMove.PanRight, 1.5, audio: Samples.Tone(1.01), width: 64, height: 36);

        (video.Width, video.Height, video.FrameCount).ShouldBe((64, 36, 26L));
        Edit(video).ShouldBe(new PanZoomEdit(new(0, 0.5, 1.5), new(1, 0.5, 1.5), 0, 25, 64, 36));
        video.Sound.Sum(segment => segment.SampleCount).ShouldBe(26 * 882);
    }

    [Fact]
    public async Task By_seed_each_picture_moves_in_a_way_of_its_own_and_always_the_same()
    {
        async Task<FrameEdit> MoveAsync(float level, long seed) => Edit(await PanAndZoomNodes.MoveAsync(Samples.Flat(64, 36, level, 0, 0), _call, default, PanAndZoomMove.BySeed, seed: seed));

        (await MoveAsync(0.1f, 1)).ShouldBe(await MoveAsync(0.1f, 1));
        var moves = new HashSet<FrameEdit>();
        for (var i = 0; i < 20; i++)
        {
            moves.Add(await MoveAsync(i / 20f, 1));
            moves.Add(await MoveAsync(i / 20f, 2));
        }

        moves.Count.ShouldBe(40);
        moves.Cast<PanZoomEdit>().Count(move => move.From.Zoom > move.To.Zoom).ShouldBeInRange(10, 30);
    }

    [Fact]
    public async Task Speed_scales_frames_sound_and_captions()
    {
        var video = await SceneAsync(4) with { Captions = [new CaptionTrack(new Captions { Cues = [new CaptionCue(1, 3, "a b", [new CaptionWord(1, 2, "a"), new CaptionWord(2, 3, "b")])] })] };

        var fast = await SetVideoSpeedNode.SetAsync(video, _call, default, 2.5);

        (fast.FrameCount, fast.FrameRate).ShouldBe((40L, video.FrameRate));
        var cue = fast.Captions.Single().Captions.Cues.Single();
        (cue.Start, Math.Round(cue.End, 9), cue.Words[1].Start).ShouldBe((0.4, 1.2, 0.8));
        var audio = await VideoAudioNodes.GetAsync(fast, _call, default);
        audio.Seconds.ShouldBe(1.6, 1e-9);
        Pitch(audio).ShouldBe(440, 6);
        Samples.Energy(audio.Channel(0, 0)[2000..^2000]).ShouldBe(0.5 / Math.Sqrt(2), 0.05);
        Pitch(await VideoAudioNodes.GetAsync(await SetVideoSpeedNode.SetAsync(video, _call, default, 0.5, "change pitch"), _call, default)).ShouldBe(220, 3);
        (await SetVideoSpeedNode.SetAsync(video, _call, default, 0.1)).FrameCount.ShouldBe(1000);
    }

    [Fact]
    public async Task Backwards_the_last_sound_comes_first()
    {
        var video = JoinVideosNode.Join([await SceneAsync(1, 300), await SceneAsync(2, 1200)]) with
        {
            Captions = [new CaptionTrack(new Captions { Cues = [new CaptionCue(0, 1, "one"), new CaptionCue(2, 3, "two")] })],
        };

        var reversed = await ReverseVideoNode.ReverseAsync(video, _call, default);
        var (forwards, backwards) = (await VideoAudioNodes.GetAsync(video, _call, default), await VideoAudioNodes.GetAsync(reversed, _call, default));

        backwards.Samples.ToArray().ShouldBe(forwards.Samples.ToArray().Reverse());
        reversed.Captions.Single().Captions.Cues.Select(cue => (cue.Start, cue.End, cue.Text)).ShouldBe([(0, 1, "two"), (2, 3, "one")]);
        FrameStory.Of(reversed).ShouldBe(FrameStory.Of(video).Reverse());
    }

    [Fact]
    public async Task Channels_stay_in_their_places_backwards()
    {
        var stereo = Audio.Own(1, 2, 8000, [.. Enumerable.Repeat(0.25f, 8000), .. Enumerable.Repeat(-0.5f, 8000)]);
        var reversed = await ReverseVideoNode.ReverseAsync(await StillVideoNode.ShowAsync(Samples.Flat(4, 4, 0, 0, 0), stereo, _call, default), _call, default);

        var audio = await VideoAudioNodes.GetAsync(reversed, _call, default);
        (audio.Channel(0, 0)[0], audio.Channel(0, 1)[0]).ShouldBe((0.25f, -0.5f));
    }

    [Fact]
    public async Task A_loop_ends_when_the_time_is_up()
    {
        var video = await SceneAsync(1);

        (await LoopVideoNode.LoopAsync(video, _call, default, times: 3)).FrameCount.ShouldBe(75);
        (await LoopVideoNode.LoopAsync(video, _call, default, seconds: 2.5)).FrameCount.ShouldBe(63);
        (await LoopVideoNode.LoopAsync(video, _call, default, seconds: 0.4)).FrameCount.ShouldBe(10);
        (await LoopVideoNode.LoopAsync(video, _call, default, times: 3, transition: VideoTransition.Fade, transitionSeconds: 0.2)).FrameCount.ShouldBe(65);
        (await LoopVideoNode.LoopAsync(video, _call, default, seconds: 2.5, transition: VideoTransition.Fade, transitionSeconds: 0.2)).FrameCount.ShouldBe(63);
        (await Should.ThrowAsync<NodeFailure>(() => LoopVideoNode.LoopAsync(video, _call, default, seconds: 2, transition: VideoTransition.Fade, transitionSeconds: 2)))
            .Message.ShouldBe("The video is not longer than its transition, so repeating it makes nothing longer; make the transition shorter.");
    }

    [Fact]
    public async Task What_lies_too_deep_is_refused()
    {
        var video = await SceneAsync(1);
        for (var depth = 1; depth < VideoNesting.Deepest; depth++)
        {
            video = SetFrameRateNode.Set(video, depth % 2 == 0 ? 25 : 30);
        }

        Should.Throw<NodeFailure>(() => SetFrameRateNode.Set(video, 24)).Message
            .ShouldBe("The video would lie in more than 16 others, each edited as a whole; save it, and go on with the file.");
    }

    [Fact]
    public async Task Too_many_frames_or_pieces_are_refused()
    {
        var video = await SceneAsync(1);

        (await Should.ThrowAsync<NodeFailure>(() => LoopVideoNode.LoopAsync(video with { Picture = [video.Picture[0] with { FrameCount = 2_000_000 }] }, _call, default, times: 10)))
            .Message.ShouldBe("The video would have 20000000 frames; at most 10000000 are shown. Make it shorter.");
        (await Should.ThrowAsync<NodeFailure>(() => LoopVideoNode.LoopAsync(JoinVideosNode.Join([.. Enumerable.Repeat(video, 20)]), _call, default, times: 10_000)))
            .Message.ShouldBe("The video would be shown 10000 times, in more than 100000 pieces; repeat it less often, or save it first and go on with the file.");
    }

    [Fact]
    public async Task Facts_are_told()
        => GetVideoInfoNode.Tell(await SceneAsync(2)).ShouldBe(new VideoInfo(64, 36, 25, 50, 2, true, 0));

    [Fact]
    public async Task Captions_are_cut_with_their_words_whole()
    {
        var video = await SceneAsync(4) with { Captions = [new CaptionTrack(new Captions { Cues = [new CaptionCue(0, 0.9, "gone"), new CaptionCue(0.5, 2, "a b", [new CaptionWord(0.5, 0.9, "a"), new CaptionWord(1.5, 2, "b")]), new CaptionCue(3, 4, "late")] })] };

        var cues = VideoSliceNode.Slice(video, 1, 1).Captions.Single().Captions.Cues;

        cues.Select(cue => (cue.Start, cue.End, cue.Text)).ShouldBe([(0, 1, "a b")]);
        cues[0].Words.Select(word => (word.Start, word.End, word.Text)).ShouldBe([(0, 0, "a"), (0.5, 1, "b")]);
    }

    private static double Pitch(Audio audio)
    {
        var samples = audio.Channel(0, 0)[2000..^2000];
        var crossings = 0;
        for (var i = 1; i < samples.Length; i++)
        {
            crossings += samples[i - 1] < 0 && samples[i] >= 0 ? 1 : 0;
        }

        return (double)crossings * audio.SampleRate / samples.Length;
    }

    private static (int, int) Size(Video video) => (video.Width, video.Height);

    private static FrameEdit Edit(Video video) => video.Picture.Single().Edits.Single();

    private static Video Wide() => new()
    {
        FrameRate = new Rational(25),
        Width = 64,
        Height = 36,
        Picture = [new PictureSegment(new StillSource(new ArtifactReference(ContentId.Of([1]), 1, "image/png")), 25, Edits: [])],
    };

    private Task<Video> SceneAsync(double seconds, double hertz = 440) => StillVideoNode.ShowAsync(Samples.Flat(64, 36, 0.2f, 0.2f, 0.2f), Samples.Tone(seconds, hertz: hertz), _call, default);
}
