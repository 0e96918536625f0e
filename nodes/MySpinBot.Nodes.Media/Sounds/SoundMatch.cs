using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Two sounds made alike, as ComfyUI does: the higher sample rate counts. Of clips the shorter batch begins again.</summary>
internal static class SoundMatch
{
    /// <summary>Both at the higher sample rate.</summary>
    public static (Audio First, Audio Second) Rates(Audio first, Audio second, CancellationToken cancellation)
    {
        var rate = Math.Max(first.SampleRate, second.SampleRate);
        return (Resampling.To(first, rate, cancellation), Resampling.To(second, rate, cancellation));
    }

    /// <summary>Both with the greater number of channels and of clips, at the higher sample rate.</summary>
    public static (Audio First, Audio Second) All(Audio first, Audio second, CancellationToken cancellation)
    {
        var (channels, batch) = (Math.Max(first.Channels, second.Channels), Math.Max(first.Batch, second.Batch));
        return Rates(Clips(Mixdown.To(first, channels), batch), Clips(Mixdown.To(second, channels), batch), cancellation);
    }

    /// <summary>More clips: the first ones again.</summary>
    public static Audio Clips(Audio audio, int batch)
    {
        if (audio.Batch == batch)
        {
            return audio;
        }

        var size = audio.Channels * audio.SampleCount;
        var samples = SoundSize.Allocate(batch, audio.Channels, audio.SampleCount);
        for (var clip = 0; clip < batch; clip++)
        {
            audio.Samples.Slice(clip % audio.Batch * size, size).CopyTo(samples.AsSpan(clip * size));
        }

        return Audio.Own(batch, audio.Channels, audio.SampleRate, samples);
    }
}
