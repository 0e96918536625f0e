using MySpinBot.Nodes.Wav2Lip;
using FacesFound = MySpinBot.Nodes.Wav2Lip.Faces;

namespace MySpinBot.Nodes.Tests.Lips;

[Trait("Category", "golden")]
public sealed class A_video_speaks : IDisposable
{
    private static readonly PixelBox Lips = Speaker.Padded(Speaker.Box);

    private readonly Speaker _speaker = new();

    public void Dispose() => _speaker.Dispose();

    [Theory]
    [InlineData("24", LongerSound.Loop)]
    [InlineData("25", LongerSound.PingPong)]
    [InlineData("30000/1001", LongerSound.Hold)]
    [InlineData("50", LongerSound.Loop)]
    public async Task For_as_long_as_the_sound_whatever_its_frame_rate(string rate, LongerSound longer)
    {
        var film = await _speaker.FilmAsync(8, rate);
        var source = await _speaker.FramesAsync(film);
        var audio = Speaker.Speech(0.9);
        var (video, _) = await _speaker.SyncAsync(audio, Speaker.Face(8), video: film, longer: longer);

        video.FrameRate.ShouldBe(film.FrameRate);
        Math.Abs(video.Seconds - audio.Seconds).ShouldBeLessThan((0.5 / film.FrameRate.Value) + 1e-9);
        var frames = await _speaker.FramesAsync(video);
        frames.Count.ShouldBe((int)video.FrameCount);
        for (var i = 0; i < frames.Count; i++)
        {
            var (within, outside) = Speaker.Apart(frames[i], source[Seen(i, longer)], Lips);
            outside.ShouldBe(0, $"frame {i}");
            within.ShouldBeGreaterThan(5);
        }
    }

    [Fact]
    public async Task A_longer_video_is_cut_and_carries_the_speech_instead_of_its_own_sound()
    {
        var film = await _speaker.FilmAsync(20);
        var (video, _) = await _speaker.SyncAsync(Speaker.Speech(0.4), Speaker.Face(20), video: film);

        video.FrameCount.ShouldBe(10);
        video.Sound.Length.ShouldBe(1);
        (await _speaker.SoundAsync(video.Sound[0])).ShouldBe(Speaker.Speech(0.4).Samples.ToArray());
    }

    [Fact]
    public async Task Or_its_rest_is_kept_with_the_sound_that_it_had()
    {
        var film = await _speaker.FilmAsync(20);
        var source = await _speaker.FramesAsync(film);
        var (video, _) = await _speaker.SyncAsync(Speaker.Speech(0.4), Speaker.Face(20), video: film, shorter: ShorterSound.Keep);

        var frames = await _speaker.FramesAsync(video);
        frames.Count.ShouldBe(20);
        frames.Skip(10).Zip(source.Skip(10), (now, before) => now.AsSpan().SequenceEqual(before)).ShouldAllBe(isSame => isSame);
        (video.Sound[1].Pcm, video.Sound[1].SampleRate).ShouldBe((film.Sound[0].Pcm, film.Sound[0].SampleRate));
        ((double)video.Sound[1].FirstSample / video.Sound[1].SampleRate).ShouldBe(0.4, 1e-3);
    }

    [Fact]
    public async Task Frames_without_a_face_stay_to_the_bit_and_are_told()
    {
        var film = await _speaker.FilmAsync(20);
        var source = await _speaker.FramesAsync(film);
        var (video, report) = await _speaker.SyncAsync(Speaker.Speech(0.8), Speaker.Face(20, (3, 5), (12, 2)), video: film);

        var frames = await _speaker.FramesAsync(video);
        for (var i = 0; i < 20; i++)
        {
            var isSeen = i is >= 3 and < 8 or >= 12 and < 14;
            frames[i].AsSpan().SequenceEqual(source[i]).ShouldBe(!isSeen, $"frame {i}");
        }

        report.ShouldContain("lips move in 7 of them");
        report.ShouldContain("No face was found in 13 frames, which stay as they are: 0–0.12 s, 0.32–0.48 s, 0.56–0.8 s.");
        _speaker.Call.Messages.ShouldHaveSingleItem().ShouldContain("13 frames");
    }

    [Theory]
    [InlineData(LipsOf.Largest, 0, true, false)]
    [InlineData(LipsOf.Leftmost, 0, false, true)]
    [InlineData(LipsOf.Rightmost, 0, true, false)]
    [InlineData(LipsOf.Number, 1, false, true)]
    [InlineData(LipsOf.All, 0, true, true)]
    public async Task Of_several_faces_those_speak_that_are_chosen(LipsOf whose, int number, bool first, bool second)
    {
        var (large, small) = (Speaker.Box, new FaceBox(10, 20, 60, 80));
        var faces = Speaker.Several(1, (large, [(0, 1)]), (small, [(0, 1)]));
        var (video, _) = await _speaker.SyncAsync(Speaker.Speech(0.12), faces, Speaker.Portrait, whose: whose, number: number);

        var still = Speaker.Bytes(Speaker.Portrait);
        foreach (var frame in await _speaker.FramesAsync(video))
        {
            (Speaker.Apart(frame, still, Speaker.Padded(large)).Within > 5).ShouldBe(first);
            (Speaker.Apart(frame, still, Speaker.Padded(small)).Within > 5).ShouldBe(second);
        }
    }

    [Fact]
    public async Task A_face_that_moves_is_followed()
    {
        var film = await _speaker.FilmAsync(6);
        var source = await _speaker.FramesAsync(film);
        FaceBox[] boxes = [.. Enumerable.Range(0, 6).Select(i => new FaceBox(60 + (12 * i), 50 + (3 * i), 130 + (12 * i), 130 + (3 * i)))];
        var faces = new FacesFound(Speaker.Size, Speaker.Size, 6, film.FrameRate, default, [new FaceTrack(0, [new FaceRun(0, [.. boxes])])]);
        var (video, _) = await _speaker.SyncAsync(Speaker.Speech(0.24), faces, video: film);

        var frames = await _speaker.FramesAsync(video);
        for (var i = 0; i < 6; i++)
        {
            // The part of the frame in which the face is at any time is encoded once more, nearly lossless.
            var (within, outside) = Speaker.Apart(frames[i], source[i], Speaker.Padded(boxes[i]));
            within.ShouldBeGreaterThan(5);
            outside.ShouldBeLessThan(24);
        }
    }

    [Fact]
    public async Task In_parts_it_is_the_same_video()
    {
        var (film, audio, faces) = (await _speaker.FilmAsync(10), Speaker.Speech(1), Speaker.Face(10));
        var whole = await _speaker.FramesAsync((await _speaker.SyncAsync(audio, faces, video: film)).Video);
        var settings = new SyncSettings(LipsOf.Largest, 0, LongerSound.Loop, ShorterSound.Cut, new Padding(0, 10, 0, 0), 0.1, 32);
        var region = SyncedVideo.Plan(film, audio, faces, settings, default).Region;

        var parts = new Dictionary<string, object?>();
        foreach (var (name, first, count) in new[] { ("part1", 0L, 14L), ("part2", 14L, 11L) })
        {
            var part = region with { Picture = Slices.Of(region.Picture, first, count) };
            parts[name] = await LipSyncNode.SyncPartAsync(_speaker.Model, audio, film, part, first, faces, settings.ToText(), _speaker.Call, default);
        }

        var (joined, report) = await LipSyncNode.JoinAsync(audio, film, faces, settings.ToText(), new ExtraInputs(parts), _speaker.Call, default);
        var frames = await _speaker.FramesAsync(joined);

        report.ShouldStartWith("25 frames");
        frames.Count.ShouldBe(whole.Count);
        for (var i = 0; i < frames.Count; i++)
        {
            var (within, outside) = Speaker.Apart(frames[i], whole[i], Lips);
            outside.ShouldBe(0);
            within.ShouldBeLessThan(1.5);
        }
    }

    [Fact]
    public async Task A_long_one_expands_into_parts()
    {
        var outcome = await LipSyncNode.SyncAsync(_speaker.Model, Samples.Tone(100, 8_000), _speaker.Call, default, Speaker.Portrait, faces: Speaker.Face(1));

        var nodes = outcome.Expansion!.Fragment.Nodes;
        nodes.Select(node => node.ClassType).ShouldBe(["LipSyncPart", "LipSyncPart", "LipSyncJoin"]);
        nodes.Take(2).Sum(node => ((Video)node.Inputs["part"]!).FrameCount).ShouldBe(2500);
        nodes[2].Inputs.Keys.ShouldBe(["audio", "video", "faces", "settings", "part1", "part2"]);
    }

    private static int Seen(int place, LongerSound longer) => longer switch
    {
        LongerSound.Loop => place % 8,
        LongerSound.Hold => Math.Min(place, 7),
        _ => place % 14 < 8 ? place % 14 : 14 - (place % 14),
    };
}
