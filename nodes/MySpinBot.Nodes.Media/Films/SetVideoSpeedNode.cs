using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Slow and fast motion.</summary>
public static class SetVideoSpeedNode
{
    /// <summary>Plays a video faster or slower. Captions keep in step.</summary>
    /// <param name="video">The video.</param>
    /// <param name="context">Where the new sound is kept.</param>
    /// <param name="cancellation">Ends ffmpeg.</param>
    /// <param name="speed">How much faster; 2 halves the length, 0.5 doubles it. It counts in thousandths.</param>
    /// <param name="sound">keep pitch: stretched or pressed together, voices stay as high; change pitch: like a tape; drop: no sound.</param>
    /// <returns>The video at its new speed.</returns>
    [Node("SetVideoSpeed", Title = "Set video speed", Category = "video/time", Search = "slow motion,fast,timelapse,tempo", Repeatability = Repeatability.SameMachine)]
    public static async Task<Video> SetAsync(
        Video video,
        NodeContext context,
        CancellationToken cancellation,
        [Range(0.1, 100.0), Input(Step = 0.05)] double speed = 2,
        [Choices("keep pitch", "change pitch", "drop")] string sound = "keep pitch")
    {
        var exact = new Rational((long)Math.Round(speed * 1000), 1000);
        if (exact == new Rational(1))
        {
            return sound == "drop" ? video with { Sound = [] } : video;
        }

        var result = VideoTime.Run(video with { Sound = [] }, video.FrameRate, exact, isReversed: false) with { Captions = TrackTiming.Faster(video.Captions, exact.Value) };
        if (video.Sound.IsDefaultOrEmpty || sound == "drop")
        {
            return result;
        }

        result = result with { Sound = [VideoSound.IsHeard(video) ? await SoundAsync(video, exact.Value, sound == "keep pitch", context, cancellation) : video.Sound[0]] };
        return result with { Sound = SoundCut.ToPicture(result) };
    }

    private static async Task<SoundSegment> SoundAsync(Video video, double speed, bool keepsPitch, NodeContext context, CancellationToken cancellation)
    {
        var file = await SoundFile.OfAsync(video, context, cancellation);
        var filter = keepsPitch
            ? string.Join(',', Tempos(speed).Select(tempo => string.Create(CultureInfo.InvariantCulture, $"atempo={tempo:0.#########}")))
            : string.Create(CultureInfo.InvariantCulture, $"asetrate={Math.Round(file.SampleRate * speed):0}");
        return await (await file.FilteredAsync(file.SampleRate, file.Channels, filter, context, cancellation)).StoreAsync(context, cancellation);
    }

    // One atempo goes down to a half, and above two it leaves out samples.
    private static IEnumerable<double> Tempos(double speed)
    {
        var steps = Math.Max(1, (int)Math.Ceiling(Math.Abs(Math.Log2(speed)) - 1e-9));
        return Enumerable.Repeat(Math.Pow(speed, 1.0 / steps), steps);
    }
}
