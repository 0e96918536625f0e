using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Measuring_loudness : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    // EBU Tech 3341, case 1: a stereo sine of 1000 Hz at -23 dBFS has -23 LUFS.
    [Fact]
    public void The_reference_tone_of_the_standard_is_measured_right()
        => AudioLoudnessNodes.Measure(AudioToneNode.Make(default, hertz: 1000, seconds: 20, decibels: -23, sampleRate: 48_000, channels: 2), default).Integrated.ShouldBe(-23, 0.1);

    [Theory]
    [InlineData(48_000, 2)]
    [InlineData(22_050, 1)]
    public async Task What_ffmpeg_measures_is_measured_here(int rate, int channels)
    {
        var audio = await Uneven(rate, channels);
        var (integrated, range, peak) = AudioLoudnessNodes.Measure(audio, default);
        var (expected, expectedRange, expectedPeak) = await FfmpegAsync(audio);

        integrated.ShouldBe(expected, 0.1);
        range.ShouldBe(expectedRange, 0.3);
        peak.ShouldBe(expectedPeak, 0.3);
    }

    [Fact]
    public async Task A_sound_gets_its_loudness_and_keeps_its_ceiling()
    {
        var (normal, _) = AudioLoudnessNodes.Normalize(await Uneven(48_000, 2), default, -16, -3);
        var (integrated, _, peak) = await FfmpegAsync(normal);

        integrated.ShouldBe(-16, 0.15);
        peak.ShouldBeLessThanOrEqualTo(-2.9);
    }

    [Fact]
    public void Silence_has_no_loudness()
        => Should.Throw<NodeFailure>(() => AudioLoudnessNodes.Normalize(Audio.Own(1, 1, 8000, new float[16_000]), default)).Input.ShouldBe("audio");

    private static Task<Audio> Uneven(int rate, int channels)
    {
        var loud = AudioToneNode.Make(default, ToneShape.PinkNoise, seconds: 6, decibels: -6, seed: 4, sampleRate: rate, channels: channels);
        var soft = AudioToneNode.Make(default, ToneShape.Sawtooth, 110, 6, -26, sampleRate: rate, channels: channels);
        return Task.FromResult(Mixdown.To(AudioConcatNode.Join(loud, soft, default), channels));
    }

    private async Task<(double Integrated, double Range, double Peak)> FfmpegAsync(Audio audio)
    {
        var path = _call.TemporaryPath(".wav");
        await SoundEncoding.WriteAsync(audio, 0, path, SoundFormat.Wave("32"), null, _call, default);
        var said = "";
        await new ToolProcess("/bin/sh", ["-c", "exec \"$0\" -nostdin -hide_banner -nostats -i \"$1\" -af ebur128=peak=true -f null - 2>&1", new MachineTools().Executable("ffmpeg"), path])
        {
            Drain = async (output, ended) => said = await new StreamReader(output).ReadToEndAsync(ended),
        }.RunAsync(TimeProvider.System, default);
        var summary = said[said.LastIndexOf("Summary:", StringComparison.Ordinal)..];
        return (Value("I:"), Value("LRA:"), Value("Peak:"));

        double Value(string name) => double.Parse(Regex.Match(summary, Regex.Escape(name) + @"\s*(-?[\d.]+)").Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
