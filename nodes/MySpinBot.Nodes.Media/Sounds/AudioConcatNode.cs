using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>One sound after another.</summary>
public static class AudioConcatNode
{
    /// <summary>Puts two sounds one after the other. A single channel becomes two; the higher sample rate counts.</summary>
    /// <param name="audio1">The one sound.</param>
    /// <param name="audio2">The other.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="direction">Whether the other comes after the one or before it.</param>
    /// <returns>Both, one after the other.</returns>
    [Node("AudioConcat", Title = "Concatenate audio", Category = "audio/edit", Search = "join audio,combine audio,append audio", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static Audio Join(Audio audio1, Audio audio2, CancellationToken cancellation, [Choices("after", "before")] string direction = "after")
    {
        var channels = Math.Max(2, Math.Max(audio1.Channels, audio2.Channels));
        var (one, other) = SoundMatch.All(Mixdown.To(audio1, channels), Mixdown.To(audio2, channels), cancellation);
        var (first, second) = direction == "before" ? (other, one) : (one, other);
        var (length, whole) = (first.SampleCount, (long)first.SampleCount + second.SampleCount);
        var samples = SoundSize.Allocate(first.Batch, channels, whole);
        for (var row = 0; row < first.Batch * channels; row++)
        {
            first.Channel(row / channels, row % channels).CopyTo(samples.AsSpan((int)(row * whole)));
            second.Channel(row / channels, row % channels).CopyTo(samples.AsSpan((int)(row * whole) + length));
        }

        return Audio.Own(first.Batch, channels, first.SampleRate, samples);
    }

    /// <summary>Both, and each made like the other.</summary>
    public static MemoryNeed Need(Audio? audio1, Audio? audio2)
        => audio1 is null || audio2 is null ? MemoryNeed.None
            : new(DeviceId.Cpu, 2 * SoundSize.Bytes(Math.Max(audio1.Batch, audio2.Batch), Math.Max(2, Math.Max(audio1.Channels, audio2.Channels)), (audio1.Seconds + audio2.Seconds) * Math.Max(audio1.SampleRate, audio2.SampleRate)));
}
