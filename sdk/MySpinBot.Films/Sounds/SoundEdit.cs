using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>What is done to one channel of one clip.</summary>
/// <param name="from">Its samples.</param>
/// <param name="to">Its new samples.</param>
internal delegate void ChannelEdit(ReadOnlySpan<float> from, Span<float> to);

/// <summary>New sounds out of old ones, channel by channel.</summary>
internal static class SoundEdit
{
    /// <summary>Changes every channel of every clip.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="samples">How many samples each channel has afterwards.</param>
    /// <param name="edit">Fills a channel, which holds zeros.</param>
    /// <param name="sampleRate">The new sample rate; null: as before.</param>
    /// <param name="cancellation">Stops between channels.</param>
    public static Audio EachChannel(this Audio audio, long samples, ChannelEdit edit, int? sampleRate = null, CancellationToken cancellation = default)
    {
        var values = SoundSize.Allocate(audio.Batch, audio.Channels, samples);
        for (var row = 0; row < audio.Batch * audio.Channels; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            edit(audio.Channel(row / audio.Channels, row % audio.Channels), values.AsSpan((int)(row * samples), (int)samples));
        }

        return Audio.Own(audio.Batch, audio.Channels, sampleRate ?? audio.SampleRate, values);
    }

    /// <summary>A stretch of every clip.</summary>
    public static Audio Stretch(this Audio audio, int first, int count) => audio.EachChannel(count, (from, to) => from.Slice(first, count).CopyTo(to));

    /// <summary>One clip alone.</summary>
    public static Audio Clip(this Audio audio, int clip)
        => audio.Batch == 1 ? audio : Audio.Own(1, audio.Channels, audio.SampleRate, audio.Samples.Slice(clip * audio.Channels * audio.SampleCount, audio.Channels * audio.SampleCount).ToArray());

    /// <summary>The same, longer by silence or cut at the end.</summary>
    public static Audio WithLength(this Audio audio, long samples)
        => audio.SampleCount == samples ? audio : audio.EachChannel(samples, (from, to) => from[..Math.Min(from.Length, to.Length)].CopyTo(to));

    /// <summary>Louder or quieter.</summary>
    public static Audio Times(this Audio audio, double gain) => audio.EachChannel(audio.SampleCount, (from, to) =>
    {
        var factor = (float)gain;
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = from[i] * factor;
        }
    });
}
