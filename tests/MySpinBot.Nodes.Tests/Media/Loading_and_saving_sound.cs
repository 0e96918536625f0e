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

    private Task<Audio> LoadAsync(string path) => LoadAudioNode.LoadAsync(_call.FileAt(path), _call, default);

    private async Task<string> SavedAsync(Audio audio, string format)
    {
        await SaveAudioNode.SaveAsync(audio, _call, null, null, default, "tone", format);
        return _call.OutputPath("tone_00001_." + format);
    }
}
