using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>How loud a sound is, as ears hear it.</summary>
/// <remarks>ITU-R BS.1770-5 (K-weighting, gates at -70 LUFS and 10 LU under the mean, true peak by fourfold oversampling); EBU Tech 3341 (400 ms and 3 s) and 3342 (loudness range).
/// The filters are given there for 48 kHz; for other rates the same analogue filters are transformed again. Surround channels of 5 and more count 1.41, the low-frequency channel of 6 not at all.</remarks>
/// <param name="Integrated">Over the whole, in LUFS; -70 for silence.</param>
/// <param name="Range">Between its quiet and loud parts, in LU.</param>
/// <param name="TruePeak">The greatest value between samples too, in dBTP.</param>
internal sealed record Loudness(double Integrated, double Range, double TruePeak)
{
    /// <summary>What counts as silence, in LUFS.</summary>
    public const double Silence = -70;

    /// <summary>Measures one clip.</summary>
    public static Loudness Of(Audio audio, int clip, CancellationToken cancellation)
    {
        var step = Math.Max(1, (int)Math.Round(audio.SampleRate / 10.0));
        var tenths = new double[audio.SampleCount / step];
        var peak = 0f;
        for (var channel = 0; channel < audio.Channels; channel++)
        {
            cancellation.ThrowIfCancellationRequested();
            AddPower(audio.Channel(clip, channel), audio.SampleRate, Weight(channel, audio.Channels), step, tenths);
            peak = Math.Max(peak, Peak(audio.Channel(clip, channel), audio.SampleRate, cancellation));
        }

        return new Loudness(Gated(Blocks(tenths, 4)), RangeOf(Blocks(tenths, 30)), Decibel.Of(peak));
    }

    private static void AddPower(ReadOnlySpan<float> samples, int rate, double weight, int step, double[] tenths)
    {
        var weighted = new float[samples.Length];
        Shelf(rate).Apply(samples, weighted);
        HighPass(rate).Apply(weighted, weighted);
        for (var block = 0; block < tenths.Length; block++)
        {
            double sum = 0;
            foreach (var sample in weighted.AsSpan(block * step, step))
            {
                sum += (double)sample * sample;
            }

            tenths[block] += weight * sum / step;
        }
    }

    private static float Peak(ReadOnlySpan<float> samples, int rate, CancellationToken cancellation)
    {
        var finer = new float[4L * samples.Length];
        new Resampling(rate, 4 * rate, crossings: 12).Apply(samples, finer, cancellation);
        var peak = 0f;
        foreach (var sample in finer)
        {
            peak = Math.Max(peak, Math.Abs(sample));
        }

        foreach (var sample in samples)
        {
            peak = Math.Max(peak, Math.Abs(sample));
        }

        return peak;
    }

    /// <summary>The mean power of so many tenths of a second, from every tenth on.</summary>
    private static double[] Blocks(double[] tenths, int count)
    {
        var blocks = new double[Math.Max(0, tenths.Length - count + 1)];
        for (var i = 0; i < blocks.Length; i++)
        {
            for (var j = 0; j < count; j++)
            {
                blocks[i] += tenths[i + j] / count;
            }
        }

        return blocks;
    }

    private static double Gated(double[] blocks)
    {
        var heard = blocks.Where(power => Lufs(power) > Silence).ToArray();
        return heard.Length == 0 ? Silence : Lufs(heard.Where(power => Lufs(power) > Lufs(heard.Average()) - 10).Average());
    }

    private static double RangeOf(double[] blocks)
    {
        var heard = blocks.Where(power => Lufs(power) > Silence).ToArray();
        if (heard.Length == 0)
        {
            return 0;
        }

        var gate = Lufs(heard.Average()) - 20;
        var levels = heard.Select(Lufs).Where(level => level > gate).Order().ToArray();
        return levels[(int)Math.Round((levels.Length - 1) * 0.95)] - levels[(int)Math.Round((levels.Length - 1) * 0.10)];
    }

    private static double Lufs(double power) => -0.691 + (10 * Math.Log10(Math.Max(power, 1e-20)));

    private static double Weight(int channel, int channels) => channels < 5 || channel < 3 ? 1 : channels >= 6 && channel == 3 ? 0 : 1.41;

    // The head's shelf and the low cut, from their analogue prototypes: see the libebur128 project's derivation from the standard's tables.
    private static Biquad Shelf(int rate)
    {
        var (k, q, high) = (Math.Tan(Math.PI * 1681.974450955533 / rate), 0.7071752369554196, Math.Pow(10, 3.999843853973347 / 20));
        var (band, a0) = (Math.Pow(high, 0.4996667741545416), 1 + (k / q) + (k * k));
        return new Biquad(
            (high + (band * k / q) + (k * k)) / a0, 2 * ((k * k) - high) / a0, (high - (band * k / q) + (k * k)) / a0, 2 * ((k * k) - 1) / a0, (1 - (k / q) + (k * k)) / a0);
    }

    private static Biquad HighPass(int rate)
    {
        var (k, q) = (Math.Tan(Math.PI * 38.13547087602444 / rate), 0.5003270373238773);
        var a0 = 1 + (k / q) + (k * k);
        return new Biquad(1, -2, 1, 2 * ((k * k) - 1) / a0, (1 - (k / q) + (k * k)) / a0);
    }
}
