using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Changing_sound : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData(44_100, 48_000)]
    [InlineData(48_000, 16_000)]
    [InlineData(44_100, 44_111)]
    public void A_tone_survives_another_sample_rate(int from, int to)
    {
        var resampled = Resampling.To(Samples.Tone(1, from, 1000), to, default);

        resampled.SampleCount.ShouldBe(to);
        double noise = 0;
        for (var i = to / 10; i < to * 9 / 10; i++)
        {
            noise += Math.Pow(resampled.Samples[i] - (0.5 * Math.Sin(Math.Tau * 1000 * i / to)), 2);
        }

        (10 * Math.Log10(0.125 / (noise / (to * 0.8)))).ShouldBeGreaterThan(95);
    }

    [Fact]
    public void What_the_lower_rate_cannot_hold_is_gone()
        => Decibel.Of(Samples.Energy(Resampling.To(Samples.Tone(1, 48_000, 9_000), 16_000, default).Samples[1600..14_400])).ShouldBeLessThan(-95);

    [Fact]
    public void Trimming_counts_from_the_end_below_0()
    {
        var ramp = Audio.Own(1, 1, 10, [.. Enumerable.Range(0, 100).Select(i => (float)i)]);

        TrimAudioDurationNode.Trim(ramp, -2, 1).Samples.ToArray().ShouldBe([.. Enumerable.Range(80, 10).Select(i => (float)i)]);
        Should.Throw<NodeFailure>(() => TrimAudioDurationNode.Trim(ramp, 20, 1)).Input.ShouldBe("start_index");
    }

    [Fact]
    public void Joining_makes_stereo_and_takes_the_higher_rate()
    {
        var joined = AudioConcatNode.Join(Samples.Tone(1, 8000), Samples.Tone(0.5, 16_000), default);

        (joined.Channels, joined.SampleRate, joined.SampleCount).ShouldBe((2, 16_000, 24_000));
    }

    [Fact]
    public void Merging_never_passes_full_scale()
    {
        var loud = Samples.Tone(0.5).Times(1.8);
        var merged = AudioMergeNode.Merge(loud, loud, default);

        merged.Samples.ToArray().Max(Math.Abs).ShouldBe(1f, 1e-6f);
        AudioMergeNode.Merge(loud, loud, default, "subtract").Samples.ToArray().ShouldAllBe(value => value == 0);
    }

    [Theory]
    [InlineData(50, 12.0)]
    [InlineData(1000, -6.0)]
    [InlineData(15_000, 3.0)]
    public void Each_band_changes_what_lies_in_it(double hertz, double decibels)
    {
        var tone = Samples.Tone(2, 48_000, hertz).Times(0.1);
        var changed = AudioEqualizer3BandNode.Equalize(tone, default, 12, 200, -6, 1000, 0.707, 3, 4000);

        Decibel.Of(Samples.Energy(changed.Samples[24_000..]) / Samples.Energy(tone.Samples[24_000..])).ShouldBe(decibels, 0.5);
    }

    [Fact]
    public void A_fade_begins_and_ends_in_silence()
    {
        var faded = AudioFadeNode.Fade(Samples.Tone(2, 8000), 0.5, 0.5);

        (faded.Samples[0], faded.Samples[^1]).ShouldBe((0f, 0f));
        Samples.Energy(faded.Samples[..800]).ShouldBeLessThan(0.05);
        Samples.Energy(faded.Samples[6000..10_000]).ShouldBe(0.3535, 0.01);
    }

    [Fact]
    public void A_loop_has_no_seam()
    {
        var looped = AudioTimeNodes.Loop(AudioFadeNode.Fade(Samples.Tone(1.003, 8000, 100), 0, 0), default, 5.5, 0.2);

        looped.SampleCount.ShouldBe(44_000);
        var jump = 0f;
        for (var i = 1; i < looped.SampleCount; i++)
        {
            jump = Math.Max(jump, Math.Abs(looped.Samples[i] - looped.Samples[i - 1]));
        }

        // A sine of 100 Hz at 0.5 rises by 0.039 a sample; two of them at once by at most 1.42 times that.
        jump.ShouldBeLessThan(0.06f);
    }

    [Fact]
    public void Silence_is_found()
    {
        var sound = new float[80_000];
        foreach (var start in new[] { 8_000, 40_000 })
        {
            Samples.Tone(1, 16_000).Samples.CopyTo(sound.AsSpan(start));
        }

        var audio = Audio.Own(1, 1, 16_000, sound);
        var (_, begin, end) = AudioSilenceNodes.Trim(audio, keep: 0);
        var (pieces, starts, _) = AudioSilenceNodes.Split(audio, keep: 0);

        (begin, end).ShouldBe((0.5, 3.5));
        starts.ShouldBe([0.5, 2.5]);
        pieces.Select(piece => piece.Seconds).ShouldBe([1.0, 1.0]);
        Should.Throw<NodeFailure>(() => AudioSilenceNodes.Trim(Audio.Own(1, 1, 8000, new float[8000]))).Message.ShouldBe("All of the sound is silence: nothing is louder than -45 dB; choose a lower threshold.");
    }

    [Theory]
    [InlineData("rubberband", 1.5)]
    [InlineData("atempo", 0.4)]
    public async Task Speed_changes_the_length_and_not_the_pitch(string method, double speed)
    {
        var changed = await AudioSpeedNodes.SpeedAsync(Samples.Tone(2, 22_050, 441), _call, default, speed, method);

        changed.Seconds.ShouldBe(2 / speed, 0.001);
        Crossings(changed).ShouldBe(441, 9);
        Samples.Energy(changed.Samples[^1000..]).ShouldBeGreaterThan(0.2, "Its end is there.");
    }

    [Fact]
    public async Task Pitch_changes_and_not_the_length()
    {
        var higher = await AudioSpeedNodes.PitchAsync(Samples.Tone(2, 22_050, 441), _call, default, 12);

        higher.SampleCount.ShouldBe(44_100);
        Crossings(higher).ShouldBe(882, 10);
    }

    [Fact]
    public void Music_gives_way_to_speech_and_comes_back()
    {
        var mixed = MixAudioNode.Mix(Samples.Tone(1, 16_000, 3000).Times(0.02), Samples.Tone(6, 16_000, 200), default, underGain: 0, offset: 2, duck: 12, attack: 0.2, release: 0.5);

        var (before, during, after) = (Samples.Energy(mixed.Samples[8000..24_000]), Samples.Energy(mixed.Samples[34_000..46_000]), Samples.Energy(mixed.Samples[64_000..90_000]));
        Decibel.Of(during / before).ShouldBe(-12, 0.3);
        Decibel.Of(after / before).ShouldBe(0, 0.05);
    }

    private static double Crossings(Audio audio)
    {
        var count = 0;
        var middle = audio.Samples[(audio.SampleCount / 4)..(audio.SampleCount * 3 / 4)];
        for (var i = 1; i < middle.Length; i++)
        {
            count += middle[i - 1] < 0 && middle[i] >= 0 ? 1 : 0;
        }

        return count / ((double)middle.Length / audio.SampleRate);
    }
}
