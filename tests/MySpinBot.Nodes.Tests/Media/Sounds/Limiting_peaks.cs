using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Limiting_peaks
{
    [Fact]
    public void No_sample_passes_and_what_is_quiet_stays_as_it_was()
    {
        var sound = Samples.Tone(1, 48_000, 300).Samples.ToArray();
        sound[24_000] = 3;
        sound[30_000] = -2;

        var limited = PeakLimiter.Limit(Audio.Own(1, 1, 48_000, sound), 0.8);

        limited.Samples.ToArray().Max(Math.Abs).ShouldBe(0.8f, 0.001f);

        // It works 10 ms ahead and 10 ms after, and nowhere else.
        limited.Samples[..23_500].SequenceEqual(sound.AsSpan(0, 23_500)).ShouldBeTrue();
        limited.Samples[24_500..29_500].SequenceEqual(sound.AsSpan(24_500, 5_000)).ShouldBeTrue();
    }

    [Fact]
    public void The_gain_falls_smoothly_for_all_channels_alike()
    {
        var (left, right) = (Enumerable.Repeat(0.5f, 9600).ToArray(), Enumerable.Repeat(-0.25f, 9600).ToArray());
        left[4800] = 2;

        var limited = PeakLimiter.Limit(Audio.Own(1, 2, 48_000, [.. left, .. right]), 1);

        var (most, steepest) = (0f, 0f);
        for (var i = 1; i < 9600; i++)
        {
            most = Math.Max(most, i == 4800 ? 0 : Math.Abs((limited.Channel(0, 0)[i] / 0.5f) - (limited.Channel(0, 1)[i] / -0.25f)));
            steepest = Math.Max(steepest, Math.Abs(limited.Channel(0, 1)[i] - limited.Channel(0, 1)[i - 1]));
        }

        most.ShouldBeLessThan(1e-5f);
        limited.Channel(0, 1)[4800].ShouldBe(-0.125f, 0.001f);
        steepest.ShouldBeLessThan(0.001f);
    }

    [Fact]
    public void Each_clip_is_limited_by_itself()
    {
        var limited = PeakLimiter.Limit(Audio.Own(2, 1, 8000, [.. Enumerable.Repeat(0.4f, 800), .. Enumerable.Repeat(1.6f, 800)]), 0.8);

        limited.Channel(0, 0).ToArray().ShouldAllBe(value => value == 0.4f);
        limited.Channel(1, 0).ToArray().ShouldAllBe(value => Math.Abs(value - 0.8f) < 1e-6);
    }

    // Noise a hundred times too loud for its ceiling cannot have both; the ceiling counts.
    [Theory]
    [InlineData(ToneShape.WhiteNoise, -5, -20)]
    [InlineData(ToneShape.Square, -5, -18)]
    public void A_loudness_that_no_ceiling_allows_gives_way_to_the_ceiling(ToneShape shape, double target, double ceiling)
    {
        var sound = AudioToneNode.Make(default, shape, 997, 2, -20, sampleRate: 44_100);

        AudioLoudnessNodes.Measure(AudioLoudnessNodes.Normalize(sound, default, target, ceiling).Audio, default).TruePeak.ShouldBeLessThanOrEqualTo(ceiling);
    }
}
