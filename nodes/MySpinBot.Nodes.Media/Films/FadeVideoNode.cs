using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Fades at the ends of a video.</summary>
public static class FadeVideoNode
{
    /// <summary>Fades a video in at its beginning and out at its end. The first and the last frame are the colour alone.</summary>
    /// <param name="video">The video.</param>
    /// <param name="context">Where sound that fades is kept.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="fadeIn">Seconds that it takes to appear; 0 for no fade.</param>
    /// <param name="fadeOut">Seconds that it takes to vanish; 0 for no fade.</param>
    /// <param name="color">What it fades from and to, #rrggbb.</param>
    /// <param name="fadeSound">Whether the sound fades along.</param>
    /// <returns>The video with its fades.</returns>
    [Node("FadeVideo", Title = "Fade video", Category = "video/time", Search = "fade in,fade out,to black", Repeatability = Repeatability.SameMachine)]
    public static async Task<Video> FadeAsync(
        Video video,
        NodeContext context,
        CancellationToken cancellation,
        [Range(0.0, 600.0), Input(Step = 0.1)] double fadeIn = 1,
        [Range(0.0, 600.0), Input(Step = 0.1)] double fadeOut = 1,
        [Input(Color = true)] string color = "#000000",
        bool fadeSound = true)
    {
        HexColour.Bytes(color, "color");
        var (into, outOf) = (Frames(fadeIn, video), Frames(fadeOut, video));
        var last = video.FrameCount - outOf;
        var picture = into == 0 ? video : VideoEdits.Edited(video, 0, into, clock => new FadeEdit(clock, into, In: true, color));
        picture = outOf == 0 ? picture : VideoEdits.Edited(picture, last, video.FrameCount, clock => new FadeEdit(clock + last, outOf, In: false, color));
        if (!fadeSound || !VideoSound.IsHeard(video))
        {
            return picture;
        }

        var faded = await HeadAsync(picture, into, context, cancellation);
        return await TailAsync(faded, outOf, context, cancellation);
    }

    private static long Frames(double seconds, Video video) => Math.Min(FrameTime.FrameAt(seconds, video.FrameRate), video.FrameCount);

    private static async Task<Video> HeadAsync(Video video, long frames, NodeContext context, CancellationToken cancellation) => frames == 0 ? video : video with
    {
        Sound =
        [
            .. await VideoSound.WithGainAsync(video, 0, frames, samples => sample => (sample + 0.5) / samples, context, cancellation),
            .. VideoCut.Stretch(video, frames, video.FrameCount).Sound,
        ],
    };

    private static async Task<Video> TailAsync(Video video, long frames, NodeContext context, CancellationToken cancellation) => frames == 0 ? video : video with
    {
        Sound =
        [
            .. VideoCut.Stretch(video, 0, video.FrameCount - frames).Sound,
            .. await VideoSound.WithGainAsync(video, video.FrameCount - frames, video.FrameCount, samples => sample => 1 - ((sample + 0.5) / samples), context, cancellation),
        ],
    };
}
