using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Other numbers of channels.</summary>
internal static class Mixdown
{
    /// <summary>The mean of all channels of one clip.</summary>
    public static float[] Mono(Audio audio, int clip)
    {
        var mono = audio.Channel(clip, 0).ToArray();
        for (var channel = 1; channel < audio.Channels; channel++)
        {
            var samples = audio.Channel(clip, channel);
            for (var i = 0; i < mono.Length; i++)
            {
                mono[i] += samples[i];
            }
        }

        for (var i = 0; audio.Channels > 1 && i < mono.Length; i++)
        {
            mono[i] /= audio.Channels;
        }

        return mono;
    }

    /// <summary>The same sound with another number of channels: a single one is repeated, several become one by their mean; else those that are missing stay silent.</summary>
    public static Audio To(Audio audio, int channels)
    {
        if (audio.Channels == channels)
        {
            return audio;
        }

        var samples = SoundSize.Allocate(audio.Batch, channels, audio.SampleCount);
        for (var clip = 0; clip < audio.Batch; clip++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                var target = samples.AsSpan(((clip * channels) + channel) * audio.SampleCount, audio.SampleCount);
                if (channels == 1)
                {
                    Mono(audio, clip).CopyTo(target);
                }
                else if (audio.Channels == 1 || channel < audio.Channels)
                {
                    audio.Channel(clip, audio.Channels == 1 ? 0 : channel).CopyTo(target);
                }
            }
        }

        return Audio.Own(audio.Batch, channels, audio.SampleRate, samples);
    }
}
