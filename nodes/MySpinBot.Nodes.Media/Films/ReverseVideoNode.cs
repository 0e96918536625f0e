using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Backwards.</summary>
public static class ReverseVideoNode
{
    /// <summary>Plays a video backwards. Captions stay with their pictures.</summary>
    /// <param name="video">The video.</param>
    /// <param name="context">Where the new sound is kept.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="sound">reverse: backwards like the picture; keep: forwards as it was; drop: no sound.</param>
    /// <returns>The video, from its end to its beginning.</returns>
    [Node("ReverseVideo", Title = "Reverse video", Category = "video/time", Search = "backwards,rewind,boomerang", Repeatability = Repeatability.SameMachine)]
    public static async Task<Video> ReverseAsync(Video video, NodeContext context, CancellationToken cancellation, [Choices("reverse", "keep", "drop")] string sound = "reverse")
    {
        var result = VideoTime.Run(video, video.FrameRate, new Rational(1), isReversed: true) with { Captions = TrackTiming.Mirrored(video.Captions, video.Seconds) };
        if (sound == "drop")
        {
            return result with { Sound = [] };
        }

        return sound == "reverse" && VideoSound.IsHeard(video)
            ? result with { Sound = [await (await SoundMixing.ReversedAsync(await SoundFile.OfAsync(video, context, cancellation), context, cancellation)).StoreAsync(context, cancellation)] }
            : result;
    }
}
