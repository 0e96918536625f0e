using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A stretch of a video.</summary>
public static class VideoSliceNode
{
    /// <summary>Cuts a stretch out of a video, on the nearest frames. Nothing is decoded or encoded.</summary>
    /// <remarks>Sound and captions are cut along with the picture, and what moves in the picture goes on as if nothing had been cut.</remarks>
    /// <param name="video">The video.</param>
    /// <param name="startTime">Where it begins, in seconds; a negative time counts from the end.</param>
    /// <param name="duration">How long it is, in seconds; 0 for all the rest.</param>
    /// <param name="strictDuration">Whether a video that ends before the duration is up is a failure.</param>
    /// <returns>The stretch that was cut out.</returns>
    [Node("Video Slice", Title = "Trim video", Category = "video", Search = "slice,cut,trim video duration,skip first frames,start time")]
    public static Video Slice(
        Video video,
        [Range(-1e5, 1e5)] [Input(Step = 0.001)] double startTime = 0,
        [Range(0, 1e7)] [Input(Step = 0.001)] double duration = 0,
        bool strictDuration = false)
    {
        var first = Math.Max(0, FrameTime.FrameAt(startTime < 0 ? video.Seconds + startTime : startTime, video.FrameRate));
        var wanted = duration == 0 ? long.MaxValue - first : Math.Max(1, FrameTime.FrameAt(duration, video.FrameRate));
        var end = Math.Min(video.FrameCount, first + wanted);
        return end > first && (!strictDuration || duration == 0 || end - first == wanted)
            ? VideoCut.Stretch(video, first, end)
            : throw new NodeFailure(string.Create(CultureInfo.InvariantCulture,
                $"The video lasts {video.Seconds:0.###} seconds and does not reach from {startTime:0.###} over {duration:0.###} seconds; ask for a stretch within it."));
    }
}
