using System.Text.Json;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Loading_and_saving_sound : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData("flac", 1, 22_050)]
    [InlineData("wav", 2, 48_000)]
    public async Task What_was_saved_comes_back_to_16_bits(string format, int channels, int sampleRate)
    {
        var tone = Samples.Tone(0.7, sampleRate, channels: channels);

        var loaded = await LoadAsync(await SavedAsync(tone, format));

        (loaded.Channels, loaded.SampleRate, loaded.SampleCount).ShouldBe((channels, sampleRate, tone.SampleCount));
        for (var i = 0; i < loaded.Samples.Length; i++)
        {
            ((double)loaded.Samples[i]).ShouldBe(tone.Samples[i], 1 / 32_000.0);
        }
    }

    [Fact]
    public async Task Each_clip_of_a_batch_is_a_file()
    {
        await SaveAudioNode.SaveAsync(Audio.Own(2, 1, 8000, new float[8000]), _call, null, null, default, "clip", "wav");

        _call.OutputFiles().Select(Path.GetFileName).Order().ShouldBe(["clip_00001_.wav", "clip_00002_.wav"]);
        _call.Shown.Select(shown => (shown.Key, shown.Item.Text("filename"))).ShouldBe([("audio", "clip_00001_.wav"), ("audio", "clip_00002_.wav")]);
    }

    [Fact]
    public async Task The_graph_can_be_read_out_of_it_again()
    {
        await SaveAudioNode.SaveAsync(Samples.Tone(0.1), _call, JsonSerializer.SerializeToElement(new { a = "b=c" }), null, default, "tone");

        (await Probe.StreamsAsync(_call.OutputPath("tone_00001_.flac"))).GetProperty("format").GetProperty("tags").Text("prompt").ShouldBe("""{"a":"b=c"}""");
    }

    [Fact]
    public async Task A_preview_is_kept_under_its_content()
    {
        await SaveAudioNode.PreviewAsync(Samples.Tone(0.1), _call, default);

        var item = _call.Shown.Single().Item;
        (item.Text("type"), item.Text("filename")).ShouldBe(("temp", item.Text("artifact") + ".flac"));
        _call.OutputFiles().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("wav")]
    [InlineData("flac")]
    public async Task A_file_that_is_cut_off_is_named(string format)
    {
        var whole = await File.ReadAllBytesAsync(await SavedAsync(Samples.Tone(4, hertz: 433), format));
        var file = _call.File("short." + format, whole[..(whole.Length / 2)]);

        var failure = await Should.ThrowAsync<NodeFailure>(() => LoadAudioNode.LoadAsync(file, _call, default));

        failure.Message.ShouldStartWith($"'short.{format}' is damaged: ");
    }

    [Fact]
    public async Task Letters_are_no_sound()
    {
        var failure = await Should.ThrowAsync<NodeFailure>(() => LoadAudioNode.LoadAsync(_call.File("letter.wav", "Dear Sir or Madam"u8.ToArray()), _call, default));

        failure.Message.ShouldBe("'letter.wav' is no sound or video that can be read, or it is damaged: ffprobe ended with code 1: Invalid data found when processing input. Choose another file, or save or download it again.");
    }

    [Fact]
    public async Task A_file_of_no_bytes_is_called_empty()
    {
        var failure = await Should.ThrowAsync<NodeFailure>(() => LoadAudioNode.LoadAsync(_call.File("nothing.wav", []), _call, default));

        failure.Message.ShouldBe("'nothing.wav' is empty (0 bytes); save or download it again.");
    }

    [Fact]
    public async Task A_video_without_sound_is_refused()
    {
        await SaveVideoNode.SaveAsync(await CreateVideoNode.CreateAsync(Samples.Flat(64, 64, 1, 0, 0), _call, default), _call, null, null, default, "mute", naming: OutputNaming.Exact);

        (await Should.ThrowAsync<NodeFailure>(() => LoadAudioNode.LoadAsync(_call.FileAt(_call.OutputPath("mute.mp4")), _call, default)))
            .Message.ShouldBe("'mute.mp4' has no sound; choose a sound file, or a video with sound.");
    }

    private Task<Audio> LoadAsync(string path) => LoadAudioNode.LoadAsync(_call.FileAt(path), _call, default);

    private async Task<string> SavedAsync(Audio audio, string format)
    {
        await SaveAudioNode.SaveAsync(audio, _call, null, null, default, "tone", format);
        return _call.OutputPath("tone_00001_." + format);
    }
}
