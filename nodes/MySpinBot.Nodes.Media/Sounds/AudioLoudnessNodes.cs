using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Loudness as broadcasters measure it.</summary>
public static class AudioLoudnessNodes
{
    private const double CloseEnough = 0.05;
    private const int MostPasses = 6;

    /// <summary>Measures how loud a sound is by EBU R 128.</summary>
    /// <param name="audio">The sound; of several clips the first.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>integrated: Loudness of the whole in LUFS, -70 for silence; range: Between quiet and loud parts, in LU; true_peak: The peak between samples too, in dBTP.</returns>
    [Node("AudioLoudness", Title = "Measure loudness", Category = "audio", Search = "lufs,ebu r128,true peak,loudness range", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static (double Integrated, double Range, double TruePeak) Measure(Audio audio, CancellationToken cancellation)
    {
        SoundSize.RequireSamples(audio);
        var loudness = Loudness.Of(audio, 0, cancellation);
        return (loudness.Integrated, loudness.Range, loudness.TruePeak);
    }

    /// <summary>Gives a sound a loudness by EBU R 128, each clip by itself. Peaks that would be too high are limited.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="target">The loudness wanted, in LUFS: -23 broadcast, -16 podcasts, -14 streaming.</param>
    /// <param name="truePeak">The highest peak that may be, in dBTP.</param>
    /// <returns>audio: The sound at that loudness; gain: By how many decibels the first clip was raised or lowered.</returns>
    [Node("NormalizeLoudness", Title = "Normalize loudness", Category = "audio/edit", Search = "lufs,ebu r128,loudnorm,level,limiter", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static (Audio Audio, double Gain) Normalize(Audio audio, CancellationToken cancellation, [Range(-60.0, -5.0)] double target = -16, [Range(-20.0, 0.0)] double truePeak = -1)
    {
        SoundSize.RequireSamples(audio);
        var clips = Enumerable.Range(0, audio.Batch).Select(clip => Normalized(audio.Clip(clip), target, truePeak, cancellation)).ToArray();
        var samples = SoundSize.Allocate(audio.Batch, audio.Channels, audio.SampleCount);
        for (var clip = 0; clip < clips.Length; clip++)
        {
            clips[clip].Audio.Samples.CopyTo(samples.AsSpan(clip * audio.Channels * audio.SampleCount));
        }

        return (Audio.Own(audio.Batch, audio.Channels, audio.SampleRate, samples), clips[0].Gain);
    }

    /// <summary>A channel four times as fine, and the new sound.</summary>
    public static MemoryNeed Need(Audio? audio) => audio is null ? MemoryNeed.None : new(DeviceId.Cpu, ((long)audio.Samples.Length * 3 + (8L * audio.SampleCount)) * sizeof(float));

    private static (Audio Audio, double Gain) Normalized(Audio clip, double target, double truePeak, CancellationToken cancellation)
    {
        var measured = Loudness.Of(clip, 0, cancellation);
        if (measured.Integrated <= Loudness.Silence)
        {
            throw new NodeFailure("The sound has no loudness: it is silent, or shorter than the 0.4 seconds that a measurement takes; give one that is heard for longer.") { Input = "audio" };
        }

        var (gain, ceiling) = (target - measured.Integrated, truePeak);
        var result = clip.Times(Decibel.ToGain(gain));
        if (measured.TruePeak + gain <= truePeak)
        {
            return (result, gain);
        }

        var now = measured;

        // Limiting costs loudness and leaves something between the samples; both are made good, as far as peaks allow.
        for (var pass = 0; pass < MostPasses; pass++)
        {
            result = PeakLimiter.Limit(clip.Times(Decibel.ToGain(gain)), Decibel.ToGain(ceiling), cancellation);
            now = Loudness.Of(result, 0, cancellation);
            if (now.TruePeak <= truePeak && Math.Abs(now.Integrated - target) <= CloseEnough)
            {
                break;
            }

            ceiling -= Math.Max(0, now.TruePeak - truePeak);
            gain += pass < MostPasses - 2 ? target - now.Integrated : 0;
        }

        // What is never good enough is too quiet rather than too high.
        return (now.TruePeak <= truePeak ? result : result.Times(Decibel.ToGain(truePeak - now.TruePeak - CloseEnough)), gain);
    }
}
