using MySpinBot.Films;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>A sound as Wav2Lip hears it.</summary>
internal static class Speech
{
    /// <summary>One channel, 16,000 samples a second. What lies above 7.2 kHz fades, and what lies above 8 kHz is 100 dB quieter.</summary>
    /// <exception cref="NodeFailure">The sound has several clips, or no sample.</exception>
    public static float[] Of(Audio audio, CancellationToken cancellation)
    {
        Pcm.RequireOneClip(audio);
        SoundSize.RequireSamples(audio);
        var mono = Mixdown.Mono(audio, 0);
        foreach (var sample in mono)
        {
            if (!float.IsFinite(sample))
            {
                throw new NodeFailure("The sound has samples that are no numbers, so nothing can be heard in it; make it again.") { Input = "audio" };
            }
        }

        return Resampling.To(Audio.Own(1, 1, audio.SampleRate, mono), MelSpectrogram.SampleRate, cancellation).Channel(0, 0).ToArray();
    }
}
