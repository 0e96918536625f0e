using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Silence.</summary>
public static class EmptyAudioNode
{
    /// <summary>Makes silence.</summary>
    /// <param name="duration">How many seconds.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="channels">1: mono; 2: stereo.</param>
    /// <returns>The silence.</returns>
    [Node("EmptyAudio", Title = "Empty audio", Category = "audio/make", Search = "blank audio,silence,pause", Need = nameof(Need))]
    public static Audio Make(
        [Range(0.0, 18_446_744_073_709_551_615.0)] [Input(Step = 0.01)] double duration = 60,
        [Range(1, 192_000)] [Input(Advanced = true)] int sampleRate = 44_100,
        [Range(1, 2)] [Input(Advanced = true)] int channels = 2)
        => Audio.Own(1, channels, sampleRate, SoundSize.Allocate(1, channels, SoundSize.SamplesIn(duration, sampleRate)));

    /// <summary>The silence itself.</summary>
    public static MemoryNeed Need(double duration, int sampleRate, int channels) => new(DeviceId.Cpu, SoundSize.Bytes(1, channels, duration * sampleRate));
}
