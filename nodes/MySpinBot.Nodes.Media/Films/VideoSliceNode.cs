using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A stretch of a video.</summary>
public static class VideoSliceNode
{
    /// <summary>Cuts a stretch out of a video, on the nearest frames. Nothing is decoded or encoded.</summary>
    /// <param name="video">The video.</param>
    /// <param name="startTime">Where it begins, in seconds; a negative time counts from the end.</param>
    /// <param name="duration">How long it is, in seconds; 0 for all the rest.</param>
    /// <param name="strictDuration">Whether a video that ends before the duration is up is a failure.</param>
    /// <returns>The stretch that was cut out.</returns>
    [Node("VideoSlice", Title = "Video slice", Category = "video", Search = "trim,cut,start time")]
    public static Video Slice(
        Video video,
        [Range(-1e5, 1e5)] [Input(Step = 0.001)] double startTime = 0,
        [Range(0, 1e7)] [Input(Step = 0.001)] double duration = 0,
        bool strictDuration = false)
    {
        var first = Math.Max(0, FrameTime.FrameAt(startTime < 0 ? video.Seconds + startTime : startTime, video.FrameRate));
        var wanted = duration == 0 ? long.MaxValue - first : Math.Max(1, FrameTime.FrameAt(duration, video.FrameRate));
        var end = Math.Min(video.FrameCount, first + wanted);
        if (end <= first || (strictDuration && duration > 0 && end - first < wanted))
        {
            throw new NodeFailure(string.Create(CultureInfo.InvariantCulture,
                $"The video lasts {video.Seconds:0.###} seconds and does not reach from {startTime:0.###} over {duration:0.###} seconds; ask for a stretch within it."));
        }

        var sound = SoundCut.Stretch(video.Sound, FrameTime.Seconds(first, video.FrameRate), FrameTime.Seconds(end - first, video.FrameRate));
        return video with { Picture = Cut(video.Picture, first, end), Sound = sound };
    }

    private static ImmutableArray<PictureSegment> Cut(ImmutableArray<PictureSegment> picture, long first, long end)
    {
        var cut = ImmutableArray.CreateBuilder<PictureSegment>();
        long start = 0;
        foreach (var segment in picture)
        {
            var (from, to) = (Math.Max(first, start) - start, Math.Min(end, start + segment.FrameCount) - start);
            if (to > from)
            {
                cut.Add(segment with { FirstFrame = segment.Source is StillSource ? 0 : segment.FirstFrame + from, FrameCount = to - from });
            }

            start += segment.FrameCount;
        }

        return cut.ToImmutable();
    }
}
