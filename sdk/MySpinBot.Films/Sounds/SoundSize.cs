using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>How large a sound may become: every new sound is measured here before memory is taken for it.</summary>
internal static class SoundSize
{
    /// <summary>The lowest sample rate that is taken or made.</summary>
    public const int MinSampleRate = 1000;

    /// <summary>The highest sample rate that is taken or made.</summary>
    public const int MaxSampleRate = 384_000;

    /// <summary>Memory for the samples of a new sound, all 0.</summary>
    /// <exception cref="NodeFailure">It would be longer than one sound may be.</exception>
    public static float[] Allocate(int batch, int channels, long samples)
    {
        Require(batch, channels, samples);
        return new float[batch * channels * samples];
    }

    /// <summary>Refuses what is too long, with a sentence.</summary>
    public static void Require(int batch, int channels, long samples)
    {
        if ((decimal)batch * channels * samples > Pcm.MaxSamples)
        {
            throw new NodeFailure($"The sound would have {samples} samples in {channels} channel(s) and {batch} clip(s), more than the {Pcm.MaxSamples} samples that one sound may hold in all; make it shorter, or use fewer channels or a lower sample rate.");
        }
    }

    /// <summary>A time in samples. What no sound could hold becomes a number that <see cref="Require"/> refuses.</summary>
    public static long SamplesIn(double seconds, int sampleRate)
        => (long)Math.Round(Math.Clamp(seconds * sampleRate, -(double)(1L << 40), 1L << 40), MidpointRounding.ToEven);

    /// <summary>Bytes of a sound.</summary>
    public static long Bytes(int batch, int channels, double samples) => (long)Math.Min(batch * channels * Math.Max(0, samples) * sizeof(float), Pcm.MaxSamples * (double)sizeof(float));

    /// <summary>The memory for as many copies of a sound.</summary>
    public static MemoryNeed Need(Audio? audio, int copies = 1) => audio is null ? MemoryNeed.None : new(DeviceId.Cpu, (long)audio.Samples.Length * sizeof(float) * copies);

    /// <summary>A sound must have at least one sample.</summary>
    public static void RequireSamples(Audio audio, string input = "audio")
    {
        if (audio.SampleCount == 0)
        {
            throw new NodeFailure("The sound is empty: it has no samples; give one that lasts.") { Input = input };
        }
    }

    /// <summary>Seconds as people write them.</summary>
    public static string Text(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture);
}
