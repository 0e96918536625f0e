using MySpinBot.Inference;
using MySpinBot.Nodes.Wav2Lip;

namespace MySpinBot.Nodes.Tests.Lips;

[Trait("Category", "golden")]
public sealed class A_picture_speaks : IDisposable
{
    private readonly Speaker _speaker = new();

    public void Dispose() => _speaker.Dispose();

    [Theory]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(29.97)]
    [InlineData(50)]
    public async Task As_long_as_its_sound_at_any_frame_rate_and_only_in_the_face(double fps)
    {
        var audio = Speaker.Speech(0.83);
        var (video, report) = await _speaker.SyncAsync(audio, Speaker.Face(1), Speaker.Portrait, fps: fps);

        Math.Abs(video.Seconds - audio.Seconds).ShouldBeLessThan((0.5 / fps) + 1e-9);
        (video.Width, video.Height).ShouldBe((Speaker.Size, Speaker.Size));
        report.ShouldStartWith($"{video.FrameCount} frames at");
        _speaker.Call.Messages.ShouldBeEmpty();
        var (frames, still) = (await _speaker.FramesAsync(video), Speaker.Bytes(Speaker.Portrait));
        frames.Count.ShouldBe((int)video.FrameCount);
        foreach (var frame in frames)
        {
            var (within, outside) = Speaker.Apart(frame, still, Speaker.Padded(Speaker.Box));
            outside.ShouldBe(0);
            within.ShouldBeGreaterThan(5);
        }
    }

    [Fact]
    public async Task What_each_frame_shows_is_what_the_generator_makes_of_its_moment()
    {
        var audio = Speaker.Speech(1);
        var (video, _) = await _speaker.SyncAsync(audio, Speaker.Face(1), Speaker.Portrait, batch: 7);
        var frames = await _speaker.FramesAsync(video);
        var (box, mel) = (Speaker.Padded(Speaker.Box), MelSpectrogram.Of(Speech.Of(audio, default), default));

        using var generator = await LipGenerator.OpenAsync(_speaker.Model, _speaker.Call, 1, 1, default);
        var view = new FaceView(generator.FaceSize);
        foreach (var place in new[] { 0, 6, 7, 13, 20, 24 })
        {
            var expected = Speaker.Bytes(Speaker.Portrait);
            var (piece, planes, made, face) = (new float[80 * Wav2LipGenerator.MelSteps], new float[view.InputLength], new float[view.OutputLength], new byte[box.Width * box.Height * 3]);
            mel.Copy(Math.Min((int)(place * 80 / 25.0), mel.Steps - 16), piece);
            view.Read(expected, Speaker.Size, box, planes);
            generator.TryRun(piece, planes, 1, made, default).ShouldBeTrue();
            view.Write(made, box, face);
            new SoftMask(box, Speaker.Size, Speaker.Size, 0.1).Lay(face, expected, Speaker.Size, box);

            // The film between two steps is nearly lossless.
            Speaker.Apart(frames[place], expected, box).Within.ShouldBeLessThan(1.5);
        }
    }

    [Fact]
    public async Task Lips_move_with_the_sound_and_rest_in_silence()
    {
        var silence = Audio.Own(1, 1, 16_000, new float[16_000]);
        var (speaking, _) = await _speaker.SyncAsync(Speaker.Speech(1), Speaker.Face(1), Speaker.Portrait);
        var (resting, _) = await _speaker.SyncAsync(silence, Speaker.Face(1), Speaker.Portrait);

        var (loud, quiet) = (Movement(await _speaker.FramesAsync(speaking)), Movement(await _speaker.FramesAsync(resting)));
        loud.ShouldBeGreaterThan(5 * Math.Max(quiet, 0.01));
    }

    [Theory]
    [InlineData(44_100, 2)]
    [InlineData(8_000, 1)]
    public async Task The_sound_is_kept_as_it_came(int rate, int channels)
    {
        var audio = Samples.Tone(0.5, rate, 500, channels);
        var (video, _) = await _speaker.SyncAsync(audio, Speaker.Face(1), Speaker.Portrait);

        var segment = video.Sound[0];
        (segment.SampleRate, segment.Channels).ShouldBe((rate, channels));
        (await _speaker.SoundAsync(segment)).ShouldBe(audio.Samples.ToArray());
        Math.Abs(video.Sound.Sum(one => (double)one.SampleCount / one.SampleRate) - video.Seconds).ShouldBeLessThan(1e-3);
    }

    [Fact]
    public async Task A_batch_of_pictures_is_the_frames_of_a_video()
    {
        var pictures = Image.Own(3, Speaker.Size, Speaker.Size, 3, [.. Enumerable.Range(0, 3).SelectMany(i => Speaker.Portrait.Picture(0).ToArray().Select(value => value * (1 - (0.2f * i))))]);
        var (video, _) = await _speaker.SyncAsync(Speaker.Speech(0.2), Speaker.Face(3), pictures);

        var frames = await _speaker.FramesAsync(video);
        frames.Count.ShouldBe(5);
        Speaker.Apart(frames[0], frames[3], Speaker.Padded(Speaker.Box)).Outside.ShouldBe(0);
        Speaker.Apart(frames[0], frames[1], Speaker.Padded(Speaker.Box)).Outside.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task A_face_at_the_edge_is_taken_as_far_as_it_is_seen()
    {
        var faces = Speaker.Several(1, (new FaceBox(-40, 190, 60, 300), [(0, 1)]));
        var (video, _) = await _speaker.SyncAsync(Speaker.Speech(0.2), faces, Speaker.Portrait);

        foreach (var frame in await _speaker.FramesAsync(video))
        {
            var (within, outside) = Speaker.Apart(frame, Speaker.Bytes(Speaker.Portrait), new PixelBox(0, 190, 60, 66));
            outside.ShouldBe(0);
            within.ShouldBeGreaterThan(5);
        }
    }

    [Fact]
    public async Task A_sound_shorter_than_a_frame_gives_one_frame()
        => (await _speaker.SyncAsync(Speaker.Speech(0.01), Speaker.Face(1), Speaker.Portrait)).Video.FrameCount.ShouldBe(1);

    // How far neighbouring frames are apart in the lower half of the face.
    private static double Movement(List<byte[]> frames)
    {
        var box = Speaker.Padded(Speaker.Box);
        var lips = box with { Y = box.Y + (box.Height / 2), Height = box.Height / 2 };
        return Enumerable.Range(1, frames.Count - 1).Average(i => Speaker.Apart(frames[i], frames[i - 1], lips).Within);
    }
}
