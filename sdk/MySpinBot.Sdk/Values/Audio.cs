namespace MySpinBot.Sdk;

/// <summary>Immutable PCM sound, [batch, channels, samples] float32, nominally in -1..1. It stays PCM until something is encoded once.</summary>
public sealed class Audio
{
    private readonly float[] _samples;

    private Audio(int batch, int channels, int samples, int sampleRate, float[] values)
        => (Batch, Channels, SampleCount, SampleRate, _samples) = (batch, channels, samples, sampleRate, values);

    /// <summary>Number of clips.</summary>
    public int Batch { get; }

    /// <summary>Channels of each clip.</summary>
    public int Channels { get; }

    /// <summary>Samples of each channel.</summary>
    public int SampleCount { get; }

    /// <summary>Samples a second.</summary>
    public int SampleRate { get; }

    /// <summary>Length of each clip in seconds.</summary>
    public double Seconds => (double)SampleCount / SampleRate;

    /// <summary>All values, [batch, channels, samples].</summary>
    public ReadOnlySpan<float> Samples => _samples;

    /// <summary>Takes over <paramref name="samples"/>: the caller must not write to it afterwards.</summary>
    /// <exception cref="ArgumentException">The array's length is not a whole number of clips.</exception>
    public static Audio Own(int batch, int channels, int sampleRate, float[] samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        var (count, rest) = Math.DivRem(samples.Length, batch * channels);
        return rest == 0
            ? new Audio(batch, channels, count, sampleRate, samples)
            : throw new ArgumentException($"{samples.Length} samples do not divide into {batch} clips of {channels} channels.", nameof(samples));
    }

    /// <summary>One channel of one clip, [samples].</summary>
    public ReadOnlySpan<float> Channel(int clip, int channel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)clip, (uint)Batch, nameof(clip));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)channel, (uint)Channels, nameof(channel));
        return _samples.AsSpan(((clip * Channels) + channel) * SampleCount, SampleCount);
    }
}
