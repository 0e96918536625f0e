using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Cuts a stretch out of a row of sound segments.</summary>
internal static class SoundCut
{
    /// <summary>A video's sound, made as long as its picture: cut, or filled up with silence. A video without sound has none afterwards either.</summary>
    public static ImmutableArray<SoundSegment> ToPicture(Video video) => Stretch(video.Sound, 0, FrameTime.Seconds(video.FrameCount, video.FrameRate));

    /// <summary>The stretch of <paramref name="length"/> seconds that begins at <paramref name="from"/>; silence where the sound has ended.</summary>
    public static ImmutableArray<SoundSegment> Stretch(ImmutableArray<SoundSegment> sound, decimal from, decimal length)
    {
        if (sound.IsDefaultOrEmpty)
        {
            return [];
        }

        var cut = ImmutableArray.CreateBuilder<SoundSegment>();
        decimal start = 0;
        foreach (var segment in sound)
        {
            var end = start + ((decimal)segment.SampleCount / segment.SampleRate);
            Add(cut, segment, Math.Max(from, start) - start, Math.Min(from + length, end) - start);
            start = end;
        }

        var missing = length - Math.Max(0, Math.Min(length, start - from));
        Add(cut, sound[^1] with { Pcm = null, FirstSample = 0, SampleCount = long.MaxValue }, 0, missing);
        return cut.ToImmutable();
    }

    private static void Add(ImmutableArray<SoundSegment>.Builder cut, SoundSegment segment, decimal from, decimal to)
    {
        var (first, end) = (Nearest(from * segment.SampleRate), Nearest(to * segment.SampleRate));
        if (end <= first)
        {
            return;
        }

        if (segment.Pcm is null && cut is [.., { Pcm: null } before] && before.SampleRate == segment.SampleRate)
        {
            cut[^1] = before with { SampleCount = before.SampleCount + end - first };
        }
        else
        {
            cut.Add(segment with { FirstSample = segment.Pcm is null ? 0 : segment.FirstSample + first, SampleCount = end - first });
        }
    }

    private static long Nearest(decimal samples) => (long)Math.Round(samples, MidpointRounding.AwayFromZero);
}
