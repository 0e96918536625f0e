using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>What a sound measures.</summary>
/// <param name="Seconds">Length of each clip.</param>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="Channels">Channels of each clip.</param>
/// <param name="Samples">Samples of each channel.</param>
/// <param name="Clips">How many clips.</param>
/// <param name="PeakDecibels">The greatest sample; 0 is full scale, silence -200.</param>
public sealed record AudioMeasures(double Seconds, long SampleRate, long Channels, long Samples, long Clips, double PeakDecibels);

/// <summary>What there is to know of a sound.</summary>
public static class AudioInfoNodes
{
    /// <summary>Says how long a sound is, and what it is made of.</summary>
    /// <param name="audio">The sound.</param>
    [Node("GetAudioInfo", Title = "Get audio info", Category = "audio", Search = "audio length,duration,record length,sample rate,channels,peak", Repeatability = Repeatability.SameMachine)]
    public static AudioMeasures Measure(Audio audio)
    {
        var peak = 0f;
        foreach (var sample in audio.Samples)
        {
            peak = Math.Max(peak, Math.Abs(sample));
        }

        return new AudioMeasures(audio.Seconds, audio.SampleRate, audio.Channels, audio.SampleCount, audio.Batch, Decibel.Of(float.IsFinite(peak) ? peak : 1e6));
    }

    /// <summary>Says how long a sound is.</summary>
    /// <param name="audio">The sound.</param>
    /// <returns>duration: Its length in seconds; sample_rate: Samples a second.</returns>
    [Node("AudioDuration", Title = "Audio duration", Category = "audio", Search = "audio length,audio seconds")]
    public static (double Duration, long SampleRate) Length(Audio audio) => (audio.Seconds, audio.SampleRate);
}
