using System.Text.Json;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Saving_other_formats : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData("V0")]
    [InlineData("128k")]
    public async Task Mp3_comes_back_as_long_as_it_was(string quality)
    {
        await SaveAudioNode.SaveMp3Async(Samples.Tone(1.2345, 44_100), _call, JsonSerializer.SerializeToElement(new { a = "b=c" }), null, default, "tone", quality);

        await ComesBackAsync("tone_00001_.mp3", 44_100);
        (await Probe.StreamsAsync(_call.OutputPath("tone_00001_.mp3"))).GetProperty("format").GetProperty("tags").Text("prompt").ShouldBe("""{"a":"b=c"}""");
    }

    [Fact]
    public async Task Opus_comes_back_as_long_as_it_was()
    {
        await SaveAudioNode.SaveOpusAsync(Samples.Tone(1.2345, 44_100), _call, JsonSerializer.SerializeToElement(new { a = "b=c" }), null, default, "tone");

        await ComesBackAsync("tone_00001_.opus", 48_000);
        (await Probe.StreamsAsync(_call.OutputPath("tone_00001_.opus"))).Stream("audio").GetProperty("tags").Text("prompt").ShouldBe("""{"a":"b=c"}""");
    }

    [Theory]
    [InlineData("wav", "24", 1.3e-7)]
    [InlineData("flac", "24", 1.3e-7)]
    [InlineData("wav", "32", 1e-12)]
    public async Task Finer_samples_keep_their_precision(string format, string bits, double tolerance)
    {
        var tone = Samples.Tone(0.2, 48_000);
        await SaveAudioNode.SaveAsync(tone, _call, null, null, default, "tone", format, bits);
        var loaded = await LoadAudioNode.LoadAsync(_call.FileAt(_call.OutputPath("tone_00001_." + format)), _call, default);

        for (var i = 0; i < tone.SampleCount; i++)
        {
            ((double)loaded.Samples[i]).ShouldBe(tone.Samples[i], tolerance);
        }
    }

    [Fact]
    public async Task Wav_has_its_graph_in_a_comment_and_its_title()
    {
        await SaveAudioNode.SaveAsync(Samples.Tone(0.1), _call, JsonSerializer.SerializeToElement(new { a = 1 }), null, default, "tone", "wav", title: "Sea");

        var tags = (await Probe.StreamsAsync(_call.OutputPath("tone_00001_.wav"))).GetProperty("format").GetProperty("tags");
        (tags.Text("comment"), tags.Text("title")).ShouldBe(("""{"prompt":{"a":1}}""", "Sea"));
    }

    [Fact]
    public async Task Mp3_takes_two_channels()
        => (await Should.ThrowAsync<NodeFailure>(() => SaveAudioNode.SaveMp3Async(Samples.Tone(0.1, channels: 6), _call, null, null, default))).Message
            .ShouldBe("The sound has 6 channels and mp3 takes up to 2; mix them with AudioChannels, or choose another format.");

    private async Task ComesBackAsync(string name, int rate)
    {
        var loaded = await LoadAudioNode.LoadAsync(_call.FileAt(_call.OutputPath(name)), _call, default);
        (loaded.SampleRate, loaded.SampleCount).ShouldBe((rate, (int)Math.Ceiling(54_441.0 * rate / 44_100)));

        // At constant rates LAME lowers what it is given to 0.95.
        Samples.Energy(loaded.Samples[4000..40_000]).ShouldBe(0.3535, 0.02);
    }
}
