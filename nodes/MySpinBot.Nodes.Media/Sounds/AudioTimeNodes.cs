using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Backwards, and again and again.</summary>
public static class AudioTimeNodes
{
    /// <summary>Plays a sound backwards.</summary>
    /// <param name="audio">The sound.</param>
    /// <returns>The sound from its end to its beginning.</returns>
    [Node("AudioReverse", Title = "Reverse audio", Category = "audio/edit", Search = "backwards", Need = nameof(ReverseNeed))]
    public static Audio Reverse(Audio audio) => audio.EachChannel(audio.SampleCount, (from, to) =>
    {
        from.CopyTo(to);
        to.Reverse();
    });

    /// <summary>The new sound.</summary>
    public static MemoryNeed ReverseNeed(Audio? audio) => SoundSize.Need(audio);

    /// <summary>Repeats a sound up to a length. Where one pass ends the next has already begun, so that no seam is heard.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="seconds">How long it is to last; a shorter length cuts it.</param>
    /// <param name="crossfade">Seconds in which one pass goes over into the next; at most half the sound.</param>
    /// <returns>The sound, as long as was asked for.</returns>
    [Node("AudioLoop", Title = "Loop audio", Category = "audio/edit", Search = "repeat,crossfade,extend", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static Audio Loop(Audio audio, CancellationToken cancellation, [Range(0.0, 86_400.0)] double seconds = 60, [Range(0.0, 60.0)] [Input(Step = 0.05)] double crossfade = 0.5)
    {
        SoundSize.RequireSamples(audio);
        var count = SoundSize.SamplesIn(seconds, audio.SampleRate);
        var fade = (int)Math.Min(SoundSize.SamplesIn(crossfade, audio.SampleRate), audio.SampleCount / 2);
        var step = audio.SampleCount - fade;
        return audio.EachChannel(count, Repeat, cancellation: cancellation);

        void Repeat(ReadOnlySpan<float> from, Span<float> to)
        {
            for (long start = 0; start < to.Length; start += step)
            {
                cancellation.ThrowIfCancellationRequested();
                var last = start + from.Length >= to.Length;
                for (var i = 0; i < from.Length && start + i < to.Length; i++)
                {
                    var gain = (start > 0 && i < fade ? AudioFadeNode.Rise(FadeCurve.EqualPower, (i + 0.5) / fade) : 1)
                        * (!last && from.Length - 1 - i < fade ? AudioFadeNode.Rise(FadeCurve.EqualPower, (from.Length - i - 0.5) / fade) : 1);
                    to[(int)start + i] += (float)(from[i] * gain);
                }

                if (last)
                {
                    break;
                }
            }
        }
    }

    /// <summary>The new sound.</summary>
    public static MemoryNeed Need(Audio? audio, double seconds) => audio is null ? MemoryNeed.None : new(DeviceId.Cpu, SoundSize.Bytes(audio.Batch, audio.Channels, seconds * audio.SampleRate));
}
