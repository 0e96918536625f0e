using MySpinBot.Nodes.Media;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Media;

public sealed class Music_to_talk_over : IDisposable
{
    private const int Rate = 16_000;

    private static readonly int[] Major = [0, 2, 4, 5, 7, 9, 11];
    private static readonly int[] Minor = [0, 2, 3, 5, 7, 8, 10];

    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public void The_same_seed_is_the_same_piece_and_another_seed_another()
    {
        var piece = Play(12, seed: 4, key: "C");

        Play(12, seed: 4, key: "C").Samples.SequenceEqual(piece.Samples).ShouldBeTrue();
        Likeness(piece, Play(12, seed: 5, key: "C")).ShouldBeLessThan(0.99);
        Likeness(piece, Play(12, seed: 4, key: "F#")).ShouldBeLessThan(0.5);
        Likeness(piece, Play(12, MusicMood.Dark, 4, "C")).ShouldBeLessThan(0.5);
    }

    [Theory]
    [InlineData(0.5, 44_100, -3)]
    [InlineData(7.3, 16_000, -12)]
    [InlineData(3, 48_000, 0)]
    public void It_is_as_long_and_as_loud_as_was_asked(double seconds, int rate, double peak)
    {
        var piece = MusicBedNode.Play(_call, default, seconds, seed: 3, peak: peak, sampleRate: rate);

        (piece.Batch, piece.Channels, piece.SampleRate, piece.SampleCount).ShouldBe((1, 2, rate, (int)Math.Round(seconds * rate)));
        Decibel.Of(piece.Samples.ToArray().Max(Math.Abs)).ShouldBe(peak, 0.001);
    }

    [Theory]
    [InlineData(MusicMood.Calm)]
    [InlineData(MusicMood.Bright)]
    [InlineData(MusicMood.Dark)]
    public void Nothing_clicks(MusicMood mood)
    {
        var piece = MusicBedNode.Play(_call, default, 20, mood, 7, peak: 0);

        foreach (var channel in new[] { 0, 1 })
        {
            // A click bends the wave within a sample. The fastest that is meant, the third harmonic of a pluck at 1,480 Hz, bends it far less.
            var samples = piece.Channel(0, channel);
            var bend = 0f;
            for (var i = 2; i < samples.Length; i++)
            {
                bend = Math.Max(bend, Math.Abs(samples[i] - (2 * samples[i - 1]) + samples[i - 2]));
            }

            bend.ShouldBeLessThan(0.05f);
            (samples[0], samples[^1]).ShouldBe((0f, 0f));
            Samples.Energy(samples[..441]).ShouldBeLessThan(0.001);
            Samples.Energy(samples[^441..]).ShouldBeLessThan(0.001);
        }
    }

    [Theory]
    [InlineData(MusicMood.Calm, "C", 0)]
    [InlineData(MusicMood.Bright, "A", 9)]
    [InlineData(MusicMood.Bright, "Eb", 3)]
    [InlineData(MusicMood.Dark, "F#", 6)]
    public void Its_key_and_mode_are_heard(MusicMood mood, string key, int root)
    {
        var piece = Play(40, mood, 11, key);
        var heard = Enumerable.Range(0, 12).Select(step => Enumerable.Range(-1, 3).Sum(octave => Energy(piece, 261.6256 * Math.Pow(2, octave + ((root + step) / 12.0))))).ToArray();

        var scale = mood == MusicMood.Dark ? Minor : Major;
        var others = Enumerable.Range(0, 12).Except(scale).Max(step => heard[step]);
        new[] { 0, scale[2], 7 }.Min(step => heard[step]).ShouldBeGreaterThan(10 * others, string.Join(' ', heard));
    }

    [Fact]
    public void A_bright_piece_is_livelier_than_a_dark_one()
        => Above(Play(20, MusicMood.Bright, 2, "C"), 600).ShouldBeGreaterThan(1.2 * Above(Play(20, MusicMood.Dark, 2, "C"), 600));

    [Fact]
    public void What_no_memory_holds_is_refused_before_it_is_played()
    {
        Should.Throw<NodeFailure>(() => MusicBedNode.Play(_call, default, 3600)).Message.ShouldStartWith("The sound would have 158760000 samples in 2 channel(s)");
        _call.ProgressDone.ShouldBeEmpty();
    }

    [Fact]
    public void A_tempo_too_slow_to_be_one_is_refused()
        => Should.Throw<NodeFailure>(() => MusicBedNode.Play(_call, default, 5, tempo: 7)).Message.ShouldBe("A tempo of 7 beats a minute is none; give 0 for the mood's own, or 20 to 200.");

    [Fact]
    public void It_can_be_stopped()
    {
        _call.OnProgress = _ => _call.Cancel();

        Should.Throw<OperationCanceledException>(() => MusicBedNode.Play(_call, _call.Cancellation, 60));
        _call.ProgressDone.Count.ShouldBe(1);
    }

    private Audio Play(double seconds, MusicMood mood = MusicMood.Calm, long seed = 0, string key = "auto") => MusicBedNode.Play(_call, default, seconds, mood, seed, key, sampleRate: Rate);

    /// <summary>How much of one sound is in the other: 1 for all.</summary>
    private static double Likeness(Audio one, Audio other)
    {
        var product = 0.0;
        for (var i = 0; i < one.Samples.Length; i++)
        {
            product += one.Samples[i] * other.Samples[i];
        }

        return Math.Abs(product) / one.Samples.Length / Samples.Energy(one.Samples) / Samples.Energy(other.Samples);
    }

    /// <summary>The energy around a pitch, after Goertzel, in stretches that tell semitones apart and hear the pad's two voices as one.</summary>
    private static double Energy(Audio piece, double hertz)
    {
        var samples = piece.Channel(0, 0);
        var (length, sum) = (Rate / 4, 0.0);
        for (var start = 0; start + length <= samples.Length; start += length / 2)
        {
            var (turn, last, before) = (2 * Math.Cos(Math.Tau * hertz / Rate), 0.0, 0.0);
            for (var i = 0; i < length; i++)
            {
                var window = Math.Pow(Math.Sin(Math.PI * i / length), 2);
                (last, before) = ((samples[start + i] * window) + (turn * last) - before, last);
            }

            sum += (last * last) + (before * before) - (turn * last * before);
        }

        return sum;
    }

    // What a high-pass leaves, against all.
    private static double Above(Audio piece, double hertz)
    {
        var high = piece.Channel(0, 0).ToArray();
        var (fall, low) = (Math.Exp(-Math.Tau * hertz / Rate), 0.0);
        for (var i = 0; i < high.Length; i++)
        {
            low = (fall * low) + ((1 - fall) * high[i]);
            high[i] -= (float)low;
        }

        return Samples.Energy(high) / Samples.Energy(piece.Channel(0, 0));
    }
}
