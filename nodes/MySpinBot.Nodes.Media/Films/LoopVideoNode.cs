using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Again and again.</summary>
public static class LoopVideoNode
{
    /// <summary>Repeats a video a number of times, or until it is as long as you say.</summary>
    /// <param name="video">The video.</param>
    /// <param name="context">Where sound that fades over is kept.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="times">How often it is shown; not used where a length is given.</param>
    /// <param name="seconds">How long the whole is to be; 0 to go by times. The last round is cut where the time is up.</param>
    /// <param name="transition">How its end leads over to its beginning.</param>
    /// <param name="transitionSeconds">How long that takes.</param>
    /// <returns>The repeated video.</returns>
    [Node("LoopVideo", Title = "Loop video", Category = "video/time", Search = "repeat,cycle,extend", Repeatability = Repeatability.SameMachine)]
    public static async Task<Video> LoopAsync(
        Video video,
        NodeContext context,
        CancellationToken cancellation,
        [Range(1, 10_000)] int times = 2,
        [Range(0.0, 100_000.0), Input(Step = 0.1)] double seconds = 0,
        VideoTransition transition = VideoTransition.None,
        [Range(0.04, 60.0), Input(Step = 0.1)] double transitionSeconds = 0.5)
    {
        if (video.FrameCount == 0)
        {
            throw new NodeFailure("The video has no frames, so there is nothing to repeat.") { Input = "video" };
        }

        var overlap = transition.Way() is null ? 0 : Math.Max(1, FrameTime.FrameAt(transitionSeconds, video.FrameRate));
        var wanted = seconds > 0 ? Math.Max(1, FrameTime.FrameAt(seconds, video.FrameRate)) : (long?)null;
        var rounds = wanted is { } frames ? RoundsFor(frames, video, overlap) : times;
        if (rounds * video.Picture.Length > VideoNesting.MostSegments)
        {
            throw new NodeFailure($"The video would be shown {rounds} times, in more than {VideoNesting.MostSegments} pieces; repeat it less often, or save it first and go on with the file.");
        }

        var videos = new Video[rounds];
        Array.Fill(videos, video);
        var looped = overlap > 0 && rounds > 1
            ? await VideoJoin.OverlappingAsync(videos, transition.Way()!.Value, overlap, context, cancellation)
            : VideoJoin.EndToEnd(videos);
        return wanted is { } length ? VideoCut.Stretch(looped, 0, length) : looped;
    }

    private static long RoundsFor(long frames, Video video, long overlap)
    {
        var each = video.FrameCount - overlap;
        return frames <= video.FrameCount ? 1 : each > 0 ? 1 + ((frames - video.FrameCount + each - 1) / each)
            : throw new NodeFailure("The video is not longer than its transition, so repeating it makes nothing longer; make the transition shorter.") { Input = "transition_seconds" };
    }
}
