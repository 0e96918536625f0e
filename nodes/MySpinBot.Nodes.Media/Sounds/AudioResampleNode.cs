using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Another sample rate.</summary>
public static class AudioResampleNode
{
    /// <summary>Gives a sound another sample rate; it sounds the same and lasts as long.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <returns>The sound at that rate.</returns>
    [Node("AudioResample", Title = "Resample audio", Category = "audio/edit", Search = "sample rate,hertz,convert", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static Audio Resample(Audio audio, CancellationToken cancellation, [Range(1000, SoundSize.MaxSampleRate)] int sampleRate = 48_000)
        => Resampling.To(audio, sampleRate, cancellation);

    /// <summary>The new sound.</summary>
    public static MemoryNeed Need(Audio? audio, int sampleRate)
        => audio is null ? MemoryNeed.None : new(DeviceId.Cpu, SoundSize.Bytes(audio.Batch, audio.Channels, audio.Seconds * sampleRate));
}
