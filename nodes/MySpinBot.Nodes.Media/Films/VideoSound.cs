using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Edits of a video's sound that make new samples: only of the stretch that is touched, and streaming.</summary>
internal static class VideoSound
{
    /// <summary>Whether anything is heard.</summary>
    public static bool IsHeard(Video video) => !video.Sound.IsDefaultOrEmpty && video.Sound.Any(segment => segment.Pcm is not null);

    /// <summary>The sound of some frames, with its gain changed. Samples count from the stretch's first.</summary>
    /// <param name="video">The video.</param>
    /// <param name="first">First frame of the stretch.</param>
    /// <param name="end">The first one after it.</param>
    /// <param name="gain">Makes the curve, given the number of samples.</param>
    /// <param name="context">Where it is kept.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task<ImmutableArray<SoundSegment>> WithGainAsync(Video video, long first, long end, Func<long, GainCurve> gain, NodeContext context, CancellationToken cancellation)
    {
        var stretch = VideoCut.Stretch(video, first, end);
        if (!IsHeard(stretch))
        {
            return stretch.Sound;
        }

        var sound = await SoundFile.OfAsync(stretch, context, cancellation);
        var samples = FrameTime.SamplesIn(end - first, sound.SampleRate, video.FrameRate);
        return [await (await SoundMixing.MixAsync(sound, gain(samples), null, null, context, cancellation)).StoreAsync(context, cancellation)];
    }

    /// <summary>One sound fades into another. Both videos are as long as the fade.</summary>
    public static async Task<ImmutableArray<SoundSegment>> CrossFadedAsync(Video from, Video to, NodeContext context, CancellationToken cancellation)
    {
        if (!IsHeard(from) && !IsHeard(to))
        {
            return from.Sound;
        }

        var (one, other) = await AlikeAsync(from, to, context, cancellation);
        var samples = FrameTime.SamplesIn(from.FrameCount, one.SampleRate, from.FrameRate);

        // Two sounds that have nothing to do with each other add up by their power.
        var mixed = await SoundMixing.MixAsync(one, sample => Math.Cos(Math.PI / 2 * (sample + 0.5) / samples), other, sample => Math.Sin(Math.PI / 2 * (sample + 0.5) / samples), context, cancellation);
        return [await mixed.StoreAsync(context, cancellation)];
    }

    /// <summary>The sounds of two videos in one form: the greater rate and the greater number of channels.</summary>
    public static async Task<(SoundFile One, SoundFile Other)> AlikeAsync(Video one, Video other, NodeContext context, CancellationToken cancellation)
    {
        var (first, second) = (await SoundFile.OfAsync(one, context, cancellation), await SoundFile.OfAsync(other, context, cancellation));
        var (rate, channels) = (Math.Max(first.SampleRate, second.SampleRate), Math.Max(first.Channels, second.Channels));
        return (await first.AsAsync(rate, channels, context, cancellation), await second.AsAsync(rate, channels, context, cancellation));
    }
}
