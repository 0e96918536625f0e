using MySpinBot.Nodes.Wav2Lip;

namespace MySpinBot.Nodes.Tests.Lips;

public sealed class Sound_is_brought_to_one_channel_at_16_kHz
{
    [Theory]
    [InlineData(8_000)]
    [InlineData(11_025)]
    [InlineData(22_050)]
    [InlineData(24_000)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    [InlineData(96_000)]
    public void A_tone_stays_the_same_tone(int rate)
    {
        var heard = Speech.Of(Samples.Tone(0.5, rate, 1_000), default);

        Math.Abs(heard.Length - 8_000).ShouldBeLessThanOrEqualTo(1);
        for (var i = 1_000; i < 7_000; i++)
        {
            ((double)heard[i]).ShouldBe(0.5 * Math.Sin(Math.Tau * 1_000 * i / 16_000), 2e-4);
        }
    }

    [Theory]
    [InlineData(44_100, 8_200)]
    [InlineData(44_100, 15_000)]
    [InlineData(48_000, 9_000)]
    [InlineData(48_000, 23_000)]
    [InlineData(96_000, 40_000)]
    public void What_16_kHz_cannot_hold_is_gone_rather_than_folded_back(int rate, double hertz)
    {
        var heard = Speech.Of(Samples.Tone(0.5, rate, hertz), default);

        // 0.5 at full scale: −95 dB of it.
        Samples.Energy(heard.AsSpan(1_000, 6_000)).ShouldBeLessThan(0.5 / Math.Sqrt(2) * Math.Pow(10, -95 / 20.0));
    }

    [Fact]
    public void Channels_are_heard_as_their_mean()
    {
        var audio = Audio.Own(1, 2, 16_000, [.. Enumerable.Repeat(0.5f, 4_000), .. Enumerable.Repeat(-0.25f, 4_000)]);

        Speech.Of(audio, default).ShouldAllBe(sample => sample == 0.125f);
    }

    [Fact]
    public void Several_clips_nothing_and_no_numbers_are_refused_with_sentences()
    {
        Should.Throw<NodeFailure>(() => Speech.Of(Audio.Own(2, 1, 16_000, new float[200]), default)).Message.ShouldContain("2 clips");
        Should.Throw<NodeFailure>(() => Speech.Of(Audio.Own(1, 1, 16_000, []), default)).Message.ShouldContain("empty");
        Should.Throw<NodeFailure>(() => Speech.Of(Audio.Own(1, 1, 16_000, [0, float.NaN]), default)).Message.ShouldContain("no numbers");
    }
}
