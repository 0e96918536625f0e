using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Two sounds at once.</summary>
public static class AudioMergeNode
{
    /// <summary>Combines two sounds sample by sample. The first decides the length; what gets louder than full scale is lowered as a whole.</summary>
    /// <param name="audio1">The sound that decides the length.</param>
    /// <param name="audio2">The other; it is cut, or followed by silence.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="mergeMethod">How two samples become one.</param>
    /// <returns>Both as one.</returns>
    [Node("AudioMerge", Title = "Merge audio", Category = "audio/mix", Search = "mix audio,overlay audio,layer audio", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static Audio Merge(Audio audio1, Audio audio2, CancellationToken cancellation, [Choices("add", "mean", "subtract", "multiply")] string mergeMethod = "add")
    {
        var (first, second) = SoundMatch.All(audio1, audio2, cancellation);
        if (first.SampleCount == 0 || second.SampleCount == 0)
        {
            return first;
        }

        second = second.WithLength(first.SampleCount);
        var (samples, peak) = (SoundSize.Allocate(first.Batch, first.Channels, first.SampleCount), 0f);
        for (var i = 0; i < samples.Length; i++)
        {
            var (a, b) = (first.Samples[i], second.Samples[i]);
            samples[i] = mergeMethod switch { "mean" => (a + b) / 2, "subtract" => a - b, "multiply" => a * b, _ => a + b };
            peak = Math.Max(peak, Math.Abs(samples[i]));
        }

        var merged = Audio.Own(first.Batch, first.Channels, first.SampleRate, samples);
        return peak > 1 ? merged.Times(1 / (double)peak) : merged;
    }

    /// <summary>Both made alike, and what comes of them.</summary>
    public static MemoryNeed Need(Audio? audio1, Audio? audio2)
        => audio1 is null || audio2 is null ? MemoryNeed.None : new(DeviceId.Cpu, 3 * SoundSize.Bytes(Math.Max(audio1.Batch, audio2.Batch), Math.Max(audio1.Channels, audio2.Channels), audio1.Seconds * Math.Max(audio1.SampleRate, audio2.SampleRate)));
}
