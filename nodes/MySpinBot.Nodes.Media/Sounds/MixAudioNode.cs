using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Speech over music.</summary>
public static class MixAudioNode
{
    private const double Heard = -45;

    /// <summary>Mixes a sound with another under it: speech over music. The one under it becomes quieter while the other is heard, and comes back in its pauses.</summary>
    /// <param name="audio">The sound in front: speech.</param>
    /// <param name="under">The sound under it: music.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="gain">Louder or quieter in front, in decibels.</param>
    /// <param name="underGain">Louder or quieter under it, in decibels.</param>
    /// <param name="offset">Seconds after which the sound in front begins.</param>
    /// <param name="duck">By how many decibels what is under it gives way; 0: not at all.</param>
    /// <param name="attack">Seconds in which it gives way, before the first word.</param>
    /// <param name="release">Seconds in which it comes back.</param>
    /// <param name="length">How long the mix is: as the longer one, as the one in front (with its offset), or as the one under it.</param>
    /// <returns>Both, in stereo if one of them is, at the higher sample rate, and never above full scale.</returns>
    [Node("MixAudio", Title = "Mix audio", Category = "audio/mix", Search = "ducking,sidechain,voice over,background music,overlay", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static Audio Mix(
        Audio audio,
        Audio under,
        CancellationToken cancellation,
        [Range(-100.0, 40.0)] double gain = 0,
        [Range(-100.0, 40.0)] double underGain = -6,
        [Range(0.0, 86_400.0)] [Input(Step = 0.1)] double offset = 0,
        [Range(0.0, 60.0)] double duck = 10,
        [Range(0.01, 10.0)] [Input(Step = 0.05)] double attack = 0.25,
        [Range(0.01, 10.0)] [Input(Step = 0.05)] double release = 0.6,
        [Choices("longest", "audio", "under")] string length = "longest")
    {
        var (front, behind) = SoundMatch.All(audio, under, cancellation);
        var rate = front.SampleRate;
        var delay = SoundSize.SamplesIn(offset, rate);
        var frontEnd = delay + front.SampleCount;
        var count = length switch { "audio" => frontEnd, "under" => behind.SampleCount, _ => Math.Max(frontEnd, behind.SampleCount) };
        var samples = SoundSize.Allocate(front.Batch, front.Channels, count);
        var (loud, quiet) = ((float)Decibel.ToGain(gain), Decibel.ToGain(underGain));
        for (var clip = 0; clip < front.Batch; clip++)
        {
            cancellation.ThrowIfCancellationRequested();
            var level = duck > 0 ? Ducking(front.Clip(clip), count, delay, duck, attack, release) : null;
            for (var channel = 0; channel < front.Channels; channel++)
            {
                var (over, below, mix) = (clip, channel, ((clip * front.Channels) + channel) * count);
                Add(samples.AsSpan((int)mix, (int)count), front.Channel(over, below), behind.Channel(over, below));
            }

            void Add(Span<float> mix, ReadOnlySpan<float> inFront, ReadOnlySpan<float> music)
            {
                for (var i = 0; i < mix.Length; i++)
                {
                    var soft = i < music.Length ? music[i] * quiet * (level is null ? 1 : Decibel.ToGain(level[i])) : 0;
                    mix[i] = (float)soft + (i >= delay && i < frontEnd ? inFront[(int)(i - delay)] * loud : 0);
                }
            }
        }

        return PeakLimiter.Limit(Audio.Own(front.Batch, front.Channels, rate, samples), 1, cancellation);
    }

    /// <summary>Both made alike, the level, and the mix.</summary>
    public static MemoryNeed Need(Audio? audio, Audio? under, double offset)
        => audio is null || under is null ? MemoryNeed.None
            : new(DeviceId.Cpu, 4 * SoundSize.Bytes(Math.Max(audio.Batch, under.Batch), Math.Max(audio.Channels, under.Channels), Math.Max(audio.Seconds + offset, under.Seconds) * Math.Max(audio.SampleRate, under.SampleRate)));

    /// <summary>The level of what is underneath, in decibels: it falls evenly before each stretch of speech and rises evenly after it.</summary>
    private static float[] Ducking(Audio front, long count, long delay, double duck, double attack, double release)
    {
        var level = new float[count];
        var (fall, rise) = (duck / (attack * front.SampleRate), duck / (release * front.SampleRate));
        foreach (var (first, end) in LoudStretches.Of(front, Heard, attack + release))
        {
            level.AsSpan((int)Math.Min(count, first + delay), (int)(Math.Min(count, end + delay) - Math.Min(count, first + delay))).Fill((float)-duck);
        }

        for (var i = 1L; i < count; i++)
        {
            level[i] = (float)Math.Min(level[i], level[i - 1] + rise);
        }

        for (var i = count - 2; i >= 0; i--)
        {
            level[i] = (float)Math.Min(level[i], level[i + 1] + fall);
        }

        return level;
    }
}
