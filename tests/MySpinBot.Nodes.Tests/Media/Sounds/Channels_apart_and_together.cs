using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Channels_apart_and_together
{
    // Two clips of two channels of three samples.
    private static readonly Audio Stereo = Audio.Own(2, 2, 8000, [0.1f, 0.2f, 0.3f, 0.5f, 0.6f, 0.7f, -0.1f, -0.2f, -0.3f, 0, 0, 0.1f]);

    [Fact]
    public void Left_and_right_come_apart_and_together_again()
    {
        var (left, right) = AudioChannelNodes.Split(Stereo);

        (left.Batch, left.Channels, right.Batch, right.Channels).ShouldBe((2, 1, 2, 1));
        left.Samples.ToArray().ShouldBe([0.1f, 0.2f, 0.3f, -0.1f, -0.2f, -0.3f]);
        right.Samples.ToArray().ShouldBe([0.5f, 0.6f, 0.7f, 0, 0, 0.1f]);
        AudioChannelNodes.Join(left, right, default).Samples.ToArray().ShouldBe(Stereo.Samples.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Only_stereo_has_a_left_and_a_right(int channels)
        => Should.Throw<NodeFailure>(() => AudioChannelNodes.Split(Samples.Tone(0.1, channels: channels))).Message
            .ShouldBe($"The sound has {channels} channel(s), and only a stereo sound of 2 has a left and a right one; make it stereo with AudioChannels.");

    [Fact]
    public void A_side_must_be_mono()
        => Should.Throw<NodeFailure>(() => AudioChannelNodes.Join(Samples.Tone(0.1), Stereo, default)).Input.ShouldBe("audio_right");

    [Fact]
    public void The_longer_side_is_cut_and_the_higher_rate_counts()
    {
        var joined = AudioChannelNodes.Join(Samples.Tone(1, 8000), Samples.Tone(0.5, 16_000, 880), default);

        (joined.Channels, joined.SampleRate, joined.SampleCount).ShouldBe((2, 16_000, 8000));
        joined.Channel(0, 1).ToArray().ShouldBe(Samples.Tone(0.5, 16_000, 880).Samples.ToArray());
    }

    [Theory]
    [InlineData("mono", new[] { 0.3f, 0.4f, 0.5f, -0.05f, -0.1f, -0.1f })]
    [InlineData("stereo", new[] { 0.1f, 0.2f, 0.3f, 0.5f, 0.6f, 0.7f, -0.1f, -0.2f, -0.3f, 0, 0, 0.1f })]
    [InlineData("left", new[] { 0.1f, 0.2f, 0.3f, -0.1f, -0.2f, -0.3f })]
    [InlineData("right", new[] { 0.5f, 0.6f, 0.7f, 0, 0, 0.1f })]
    [InlineData("swapped", new[] { 0.5f, 0.6f, 0.7f, 0.1f, 0.2f, 0.3f, 0, 0, 0.1f, -0.1f, -0.2f, -0.3f })]
    public void Channels_are_mixed_taken_and_swapped(string channels, float[] expected)
        => AudioChannelNodes.Change(Stereo, channels).Samples.ToArray().ShouldBe(expected, 1e-6);

    [Theory]
    [InlineData("mono", 1)]
    [InlineData("stereo", 2)]
    [InlineData("left", 1)]
    [InlineData("right", 1)]
    [InlineData("swapped", 2)]
    public void Mono_is_heard_on_every_side(string channels, int count)
    {
        var mono = Samples.Tone(0.01);
        var changed = AudioChannelNodes.Change(mono, channels);

        changed.Channels.ShouldBe(count);
        for (var channel = 0; channel < count; channel++)
        {
            changed.Channel(0, channel).SequenceEqual(mono.Samples).ShouldBeTrue();
        }
    }

    [Fact]
    public void What_a_sound_measures_is_told()
    {
        AudioInfoNodes.Measure(Stereo).ShouldBe(new AudioMeasures(3 / 8000.0, 8000, 2, 3, 2, Decibel.Of(0.7f)));
        AudioInfoNodes.Measure(Audio.Own(1, 1, 8000, new float[8])).PeakDecibels.ShouldBe(-200);
        AudioInfoNodes.Measure(Audio.Own(1, 1, 8000, [])).Seconds.ShouldBe(0);
        AudioInfoNodes.Length(Samples.Tone(1.5, 44_100)).ShouldBe((1.5, 44_100L));
    }
}
