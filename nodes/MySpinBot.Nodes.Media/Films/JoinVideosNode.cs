using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Videos one after the other.</summary>
public static class JoinVideosNode
{
    /// <summary>Joins videos end to end, with a transition between them if you like. No frame is decoded or encoded.</summary>
    /// <returns>One video.</returns>
    /// <remarks>Each video's sound is made as long as its picture first, and a video without sound is silent, so that sound and picture never drift apart.
    /// With a transition, the end of each video lies over the beginning of the next: picture and sound cross-fade, and the whole becomes shorter by that much.</remarks>
    /// <param name="videos">The videos, in order.</param>
    /// <param name="context">Where sound that fades over is kept.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="transition">How one leads over to the next.</param>
    /// <param name="transitionSeconds">How long that takes.</param>
    /// <param name="fit">What becomes of videos of another size or frame rate than the first: refuse them, or bring them to its form as ScaleVideo does.</param>
    [Node("JoinVideos", Title = "Join videos", Category = "video/time", Search = "concatenate,append,concat,crossfade,transition", Repeatability = Repeatability.SameMachine)]
    public static async Task<Video> JoinAsync(
        IReadOnlyList<Video> videos,
        NodeContext context,
        CancellationToken cancellation,
        VideoTransition transition = VideoTransition.None,
        [Range(0.04, 60.0), Input(Step = 0.1)] double transitionSeconds = 0.5,
        [Choices("refuse", "contain", "cover", "stretch")] string fit = "refuse")
    {
        var alike = Alike(videos, fit);
        return transition.Way() is { } way && alike.Length > 1
            ? await VideoJoin.OverlappingAsync(alike, way, Math.Max(1, FrameTime.FrameAt(transitionSeconds, alike[0].FrameRate)), context, cancellation)
            : VideoJoin.EndToEnd(alike);
    }

    /// <summary>Videos of one form, end to end.</summary>
    internal static Video Join(IReadOnlyList<Video> videos) => VideoJoin.EndToEnd(Alike(videos, "refuse"));

    private static Video[] Alike(IReadOnlyList<Video> videos, string fit)
    {
        if (videos.Count == 0)
        {
            throw new NodeFailure("There are no videos to join; connect at least one.") { Input = "videos" };
        }

        var first = videos[0];
        var alike = new Video[videos.Count];
        for (var i = 0; i < videos.Count; i++)
        {
            RequireSameForm(first, videos[i], i + 1, fit == "refuse");
            var way = fit switch { "cover" => FrameFit.Cover, "stretch" => FrameFit.Stretch, _ => FrameFit.Contain };
            alike[i] = SetFrameRateNode.Resampled(ScaleVideoNode.Scale(videos[i], first.Width, first.Height, way), first.FrameRate);
        }

        return alike;
    }

    private static void RequireSameForm(Video first, Video other, int number, bool isRefused)
    {
        if (isRefused && (other.Width != first.Width || other.Height != first.Height))
        {
            throw new NodeFailure(string.Create(CultureInfo.InvariantCulture,
                $"Video {number} has {other.Width}×{other.Height} pixels and the first {first.Width}×{first.Height}; use ScaleVideo to bring them to one size, or set 'fit'.")) { Input = "videos" };
        }

        if (isRefused && other.FrameRate != first.FrameRate)
        {
            throw new NodeFailure(string.Create(CultureInfo.InvariantCulture,
                $"Video {number} has {other.FrameRate.Value:0.###} frames a second and the first {first.FrameRate.Value:0.###}; use SetFrameRate, or set 'fit'.")) { Input = "videos" };
        }
    }
}
