using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Drawing_sound
{
    private static readonly float[] Black = [0, 0, 0];

    [Fact]
    public void A_wave_reaches_as_high_as_its_peak()
    {
        var picture = AudioWaveformNode.Draw(Samples.Tone(1), default, 200, 206, "#ff0000", "#00ff00", "#000000", axes: false);

        // 206 rows, three free at each edge: the peak of 0.5 is 50 rows from the middle, the effective level of 0.354 is 35.
        Rgb(picture, 100, 103 - 52)[0].ShouldBeLessThan(0.1f);
        Rgb(picture, 100, 103 - 47).ShouldBe([1, 0, 0], 0.05f);
        Rgb(picture, 100, 103 - 33)[1].ShouldBeGreaterThan(0.7f);
        Rgb(picture, 100, 103 + 47).ShouldBe([1, 0, 0], 0.05f);
    }

    [Fact]
    public void A_quiet_wave_fills_the_height_where_that_is_wanted()
    {
        var quiet = AudioAdjustVolumeNode.Adjust(Samples.Tone(1), -40);

        Rgb(AudioWaveformNode.Draw(quiet, default, 100, 206, background: "#000000", axes: false), 50, 20).ShouldBe(Black, 0.1f);
        Rgb(AudioWaveformNode.Draw(quiet, default, 100, 206, "#ff0000", background: "#000000", fill: true, axes: false), 50, 8)[0].ShouldBeGreaterThan(0.9f);
    }

    [Fact]
    public void A_moment_of_noise_in_silence_is_seen_where_it_is()
    {
        var samples = new float[100_000];
        samples[25_500] = 0.9f;
        var picture = AudioWaveformNode.Draw(Audio.Own(1, 1, 48_000, samples), default, 100, 100, "#ff0000", background: "#000000", axes: false);

        Enumerable.Range(0, 100).Where(x => Rgb(picture, x, 12)[0] > 0.5f).ShouldBe([25]);
    }

    [Theory]
    [InlineData("log", 1000.0)]
    [InlineData("mel", 3000.0)]
    [InlineData("linear", 6000.0)]
    public void A_tone_is_a_line_at_its_frequency(string name, double hertz)
    {
        var scale = name switch { "log" => FrequencyScale.Logarithmic, "mel" => FrequencyScale.Mel, _ => FrequencyScale.Linear };
        var picture = AudioSpectrogramNode.Draw(Samples.Tone(1, 16_000, hertz), default, 64, 400, scale, ColourScale.Grey, axes: false);

        // The places were worked out by hand from the definitions of the scales, from 50 to 8,000 Hz.
        double place = name switch
        {
            "log" => Math.Log(1000 / 50.0) / Math.Log(8000 / 50.0),
            "mel" => (1876.5 - 77.8) / (2840.0 - 77.8),
            _ => (6000 - 50) / 7950.0,
        };
        var brightest = Enumerable.Range(0, 400).MaxBy(y => Rgb(picture, 32, y)[0]);
        ((double)brightest).ShouldBe(400 * (1 - place), 3);
    }

    [Fact]
    public void Decibels_lie_between_the_darkest_and_the_brightest()
    {
        // Two tones, the second 40 dB quieter: half way down a range of 80 dB.
        var (loud, quiet) = (Samples.Tone(1, 16_000, 1000), Samples.Tone(1, 16_000, 4000));
        var both = new float[loud.SampleCount];
        for (var i = 0; i < both.Length; i++)
        {
            both[i] = loud.Samples[i] + (quiet.Samples[i] / 100);
        }

        var picture = AudioSpectrogramNode.Draw(Audio.Own(1, 1, 16_000, both), default, 64, 400, FrequencyScale.Linear, ColourScale.Grey, 80, 50, axes: false);

        Enumerable.Range(180, 40).Max(y => Rgb(picture, 32, y)[0]).ShouldBe(0.5f, 0.03f);
        Enumerable.Range(330, 40).Max(y => Rgb(picture, 32, y)[0]).ShouldBe(1f, 0.03f);
    }

    [Fact]
    public void Frequencies_that_the_sound_cannot_have_are_named()
        => Should.Throw<NodeFailure>(() => AudioSpectrogramNode.Draw(Samples.Tone(1, 8000), default, lowest: 5000)).Message
            .ShouldBe("The lowest frequency, 5000 Hz, does not lie under the highest, 4000 Hz; a sound of 8000 samples a second has frequencies up to half of that.");

    [Fact]
    public void An_empty_sound_has_no_picture()
        => Should.Throw<NodeFailure>(() => AudioWaveformNode.Draw(Audio.Own(1, 1, 8000, []), default)).Message.ShouldBe("The sound is empty: it has no samples; give one that lasts.");

    [Fact]
    public void A_single_sample_and_values_that_are_no_numbers_can_be_drawn()
    {
        AudioWaveformNode.Draw(Audio.Own(1, 1, 8000, [float.NaN]), default).Pixels.ToArray().ShouldAllBe(value => float.IsFinite(value));
        AudioSpectrogramNode.Draw(Audio.Own(1, 2, 8000, [float.NaN, 1, float.PositiveInfinity, 1]), default).Pixels.ToArray().ShouldAllBe(value => float.IsFinite(value));
    }

    [Fact]
    public void Each_clip_is_a_picture()
        => AudioSpectrogramNode.Draw(Audio.Own(3, 2, 8000, new float[6 * 4000]), default, 64, 64).Batch.ShouldBe(3);

    private static float[] Rgb(Image image, int x, int y) => image.Pixels.Slice(((y * image.Width) + x) * 3, 3).ToArray();
}
