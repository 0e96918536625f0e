using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media;

/// <summary>Whatever is done to a video, and in whatever order: frames, size and sound are as its description says, and cutting changes no frame.</summary>
public sealed class Chains_of_edits : IDisposable
{
    private readonly Call _call = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 30)];

    public void Dispose() => _call.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Keep_picture_sound_and_cuts_together(int seed)
    {
        var chance = new Random(seed);
        var video = await SourceAsync(chance);
        var steps = new List<string>();
        for (var step = 0; step < 6; step++)
        {
            video = await EditedAsync(video, chance, steps);

            var told = string.Join(", ", steps);
            video.FrameCount.ShouldBeGreaterThan(0, told);
            video.Picture.ShouldAllBe(segment => segment.FrameCount > 0 && segment.FirstFrame >= 0, told);
            if (!video.Sound.IsDefaultOrEmpty)
            {
                video.Sound.Sum(segment => (double)segment.SampleCount / segment.SampleRate).ShouldBe(video.Seconds, 0.0005, told);
            }

            video.Captions.SelectMany(track => track.Captions.Cues).ShouldAllBe(cue => cue.Start >= 0 && cue.Start < cue.End && cue.End <= video.Seconds + 1e-6, told);
            Cut(video, chance, told);
        }
    }

    [Theory]
    [InlineData(101)]
    [InlineData(102)]
    [InlineData(103)]
    [InlineData(104)]
    [InlineData(105)]
    [InlineData(106)]
    public async Task Make_the_frames_that_the_description_tells_of(int seed)
    {
        var chance = new Random(seed);
        var video = await SourceAsync(chance);
        var steps = new List<string>();
        for (var step = 0; step < 4; step++)
        {
            video = await EditedAsync(video, chance, steps);
        }

        var told = string.Join(", ", steps);
        video = VideoCut.Stretch(video, 0, Math.Min(video.FrameCount, 100));
        var whole = await FramesAsync(video, told);
        whole.Count.ShouldBe((int)video.FrameCount, told);
        var cut = chance.NextInt64(1, video.FrameCount);
        var pieces = new[] { VideoCut.Stretch(video, 0, cut), VideoCut.Stretch(video, cut, video.FrameCount) };
        ((List<ContentId>)[.. await FramesAsync(pieces[0], told), .. await FramesAsync(pieces[1], told)]).ShouldBe(whole, told);

        // Frames of which the same is told look the same. (Others may: a flat picture looks the same wherever it is cut.)
        var looks = new Dictionary<string, ContentId>();
        foreach (var (story, look) in FrameStory.Of(video).Zip(whole))
        {
            looks.TryAdd(story, look);
            looks[story].ShouldBe(look, $"{told}: {story}");
        }
    }

    private async Task<List<ContentId>> FramesAsync(Video video, string told)
    {
        var frames = new List<ContentId>();
        await new FrameReader(video, _call).ReadAsync(TakeAsync, default);
        return frames;

        Task TakeAsync(ReadOnlyMemory<byte> frame, long times, CancellationToken cancellation)
        {
            frame.Length.ShouldBe(video.Width * video.Height * 3, told);
            frames.AddRange(Enumerable.Repeat(ContentId.Of(frame.Span), (int)times));
            return Task.CompletedTask;
        }
    }

    private async Task<ArtifactReference> FileAsync()
    {
        var path = _call.TemporaryPath(".mp4");
        string[] arguments = ["-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", "testsrc=size=64x36:rate=25", "-frames:v", "20", "-c:v", "libx264", "-pix_fmt", "yuv420p", path];
        await new ToolProcess(_call.Tools.Executable("ffmpeg"), arguments).RunAsync(TimeProvider.System, default);
        return await _call.Artifacts.PutFileAsync(path, "video/mp4", default);
    }

    /// <summary>Cut in three and joined again, it shows the same frames; and so does a cut of an edit.</summary>
    private static void Cut(Video video, Random chance, string told)
    {
        var whole = FrameStory.Of(video).ToArray();
        whole.Length.ShouldBe((int)video.FrameCount, told);
        var (a, b) = (chance.NextInt64(video.FrameCount + 1), chance.NextInt64(video.FrameCount + 1));
        var (first, second) = (Math.Min(a, b), Math.Max(a, b));
        var pieces = new[] { (0L, first), (first, second), (second, video.FrameCount) }.Where(piece => piece.Item2 > piece.Item1)
            .Select(piece => VideoCut.Stretch(video, piece.Item1, piece.Item2)).ToArray();

        FrameStory.Of(JoinVideosNode.Join(pieces)).ShouldBe(whole, told);

        // What moves goes by the frames of the video, wherever its pieces began.
        var faded = VideoEdits.Edited(video, 0, second, clock => new FadeEdit(clock + first, second - first, In: true));
        FrameStory.Of(faded).ShouldBe(whole.Select((story, frame) => frame >= second ? story : $"{story} in {Math.Max(0, frame - first)}/{second - first}"), told);
    }

    private async Task<Video> SourceAsync(Random chance)
    {
        var scenes = new List<Video>();
        for (var scene = 0; scene < chance.Next(1, 4); scene++)
        {
            var (seconds, level) = (0.3 + (chance.NextDouble() * 0.8), (float)chance.NextDouble());
            scenes.Add(chance.Next(3) switch
            {
                0 => await PanAndZoomNodes.MoveAsync(Samples.Flat(80, 50, level, 0, 0), _call, default, PanAndZoomMove.BySeed, audio: Samples.Tone(seconds), width: 64, height: 36, seed: scene),
                1 => await StillVideoNode.ShowAsync(Samples.Flat(64, 36, level, level, 0), Samples.Tone(seconds, 16_000, channels: 2), _call, default),
                _ => new Video
                {
                    FrameRate = new Rational(25),
                    Width = 64,
                    Height = 36,
                    Picture = [new PictureSegment(new FileSource(await FileAsync()), 20, Edits: [])],
                },
            });
        }

        var video = JoinVideosNode.Join(scenes);
        return video with { Captions = [new CaptionTrack(new Captions { Cues = [new CaptionCue(0.1, video.Seconds / 2, "a"), new CaptionCue(video.Seconds / 2, video.Seconds, "b")] })] };
    }

    private async Task<Video> EditedAsync(Video video, Random chance, List<string> steps)
    {
        if (video.Seconds > 12 || video.Width is < 24 or > 200 || video.Height is < 24 or > 200)
        {
            steps.Add("trim and scale");
            return ScaleVideoNode.Scale(VideoCut.Stretch(video, 0, Math.Min(video.FrameCount, 60)), 64, 36, FrameFit.Cover);
        }

        var kind = chance.Next(15);
        steps.Add($"{kind}");
        var half = Math.Max(0.04, video.Seconds / 4);
        return kind switch
        {
            0 => VideoSliceNode.Slice(video, video.Seconds * chance.NextDouble() * 0.5, video.Seconds * 0.4),
            1 => ScaleVideoNode.Scale(video, 48 + (2 * chance.Next(20)), 0),
            2 => CropVideoNodes.CropToAspect(video, "4:3", FrameAnchor.Left),
            3 => PadVideoNode.Pad(video, 2, 4, 6, 8),
            4 => TurnVideoNode.Turn(video, "90 degrees", "vertical"),
            5 => AdjustVideoColourNode.Adjust(video, saturation: 0.5),
            6 => PanAndZoomNodes.MoveOver(video, PanAndZoomMove.BySeed, seed: chance.Next()),
            7 => await FadeVideoNode.FadeAsync(video, _call, default, half, half),
            8 => await OverlayVideoNode.OverlayAsync(video, _call, default, overlay: VideoSliceNode.Slice(video, 0, half), scale: 0.3, startTime: half * chance.NextDouble() * 2),
            9 => await SetVideoSpeedNode.SetAsync(video, _call, default, 0.5 + (chance.NextDouble() * 2), chance.Next(2) == 0 ? "change pitch" : "drop"),
            10 => await ReverseVideoNode.ReverseAsync(video, _call, default),
            11 => await LoopVideoNode.LoopAsync(video, _call, default, seconds: video.Seconds * (1 + chance.NextDouble())),
            12 => SetFrameRateNode.Set(video, chance.Next(3) switch { 0 => 29.97, 1 => 12, _ => 50 }),
            13 => await VideoAudioNodes.SetAsync(video, Samples.Tone(0.5), _call, default, "mix", gain: -6, offset: 0.2, loop: true, fadeOut: 0.2),
            _ => await JoinVideosNode.JoinAsync([video, video, VideoSliceNode.Slice(video, video.Seconds / 2)], _call, default, (VideoTransition)chance.Next(1, 11), half, "stretch"),
        };
    }
}
