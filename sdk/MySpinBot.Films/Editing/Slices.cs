using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Cuts a stretch out of a row of segments.</summary>
internal static class Slices
{
    /// <summary>The frames from <paramref name="first"/> on, <paramref name="count"/> of them.</summary>
    public static ImmutableArray<PictureSegment> Of(ImmutableArray<PictureSegment> picture, long first, long count)
    {
        var cut = ImmutableArray.CreateBuilder<PictureSegment>();
        long start = 0;
        foreach (var segment in picture)
        {
            var (from, to) = (Math.Max(first, start) - start, Math.Min(first + count, start + segment.FrameCount) - start);
            if (to > from)
            {
                cut.Add(segment with { FirstFrame = segment.FirstFrame + from, FrameCount = to - from });
            }

            start += segment.FrameCount;
        }

        return cut.ToImmutable();
    }
}
