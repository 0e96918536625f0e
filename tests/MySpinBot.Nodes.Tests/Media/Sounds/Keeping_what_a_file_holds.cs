using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Keeping_what_a_file_holds : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task Floating_point_comes_back_to_the_bit()
    {
        var sound = Audio.Own(1, 3, 44_100, [.. Enumerable.Range(0, 3 * 40_000).Select(i => (float)Math.Sin(i * 0.37) * 1.7f)]);

        var loaded = await LoadedAsync(sound, SoundFormat.Wave("32"));

        (loaded.Channels, loaded.SampleRate).ShouldBe((3, 44_100));
        loaded.Samples.SequenceEqual(sound.Samples).ShouldBeTrue();
    }

    [Theory]
    [InlineData("wav")]
    [InlineData("flac")]
    public async Task Of_24_bits_none_is_lost(string format)
    {
        var sound = Audio.Own(1, 2, 96_000, [.. Enumerable.Range(-10_000, 20_000).Select(i => (float)((i * 419L) + 1) / (1 << 23))]);

        (await LoadedAsync(sound, format == "wav" ? SoundFormat.Wave("24") : SoundFormat.Flac("24"))).Samples.SequenceEqual(sound.Samples).ShouldBeTrue();
    }

    [Theory]
    [InlineData("m4a", "aac")]
    [InlineData("wma", "wmav2")]
    [InlineData("aiff", "pcm_s16be")]
    [InlineData("mkv", "ac3")]
    public async Task Other_formats_are_read_too(string format, string codec)
    {
        var path = await Films.MakeAsync(_call, "tone." + format, "-f", "lavfi", "-i", "sine=433:duration=1:sample_rate=48000", "-c:a", codec);

        var loaded = await LoadAudioNode.LoadAsync(_call.FileAt(path), _call, default);

        (loaded.SampleRate, loaded.Channels).ShouldBe((48_000, 1));
        loaded.Seconds.ShouldBe(1, 0.1);
        Samples.Energy(loaded.Samples[12_000..36_000]).ShouldBe(1 / 8.0 / Math.Sqrt(2), 0.01);
    }

    private async Task<Audio> LoadedAsync(Audio audio, SoundFormat format)
    {
        var path = _call.TemporaryPath(format.Extension);
        await SoundEncoding.WriteAsync(audio, 0, path, format, null, _call, default);
        return await LoadAudioNode.LoadAsync(_call.FileAt(path), _call, default);
    }
}
