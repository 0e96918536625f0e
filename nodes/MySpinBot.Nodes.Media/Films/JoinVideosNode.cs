using System.Collections.Immutable;
using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Videos one after the other.</summary>
public static class JoinVideosNode
{
    /// <summary>Joins videos end to end. Nothing is decoded or encoded.</summary>
    /// <returns>One video.</returns>
    /// <remarks>Each video's sound is made as long as its picture first, and a video without sound is silent, so that sound and picture never drift apart.</remarks>
    /// <param name="videos">The videos, in order, all of one size and one frame rate.</param>
    [Node("JoinVideos", Title = "Join videos", Category = "video", Search = "concatenate,append,concat")]
    public static Video Join(IReadOnlyList<Video> videos)
    {
        if (videos.Count == 0)
        {
            throw new NodeFailure("There are no videos to join; connect at least one.") { Input = "videos" };
        }

        var first = videos[0];
        for (var i = 1; i < videos.Count; i++)
        {
            RequireSameForm(first, videos[i], i + 1);
        }

        return first with { Picture = [.. videos.SelectMany(video => video.Picture)], Sound = Sounds(videos) };
    }

    private static ImmutableArray<SoundSegment> Sounds(IReadOnlyList<Video> videos)
    {
        if (videos.SelectMany(video => video.Sound).FirstOrDefault() is not { } heard)
        {
            return [];
        }

        // The sound of a video without one: a silence, which is then cut to the picture.
        var silence = heard with { Pcm = null, FirstSample = 0, SampleCount = 1 };
        return [.. videos.SelectMany(video => SoundCut.ToPicture(video.Sound.IsDefaultOrEmpty ? video with { Sound = [silence] } : video))];
    }

    private static void RequireSameForm(Video first, Video other, int number)
    {
        if (other.Width != first.Width || other.Height != first.Height)
        {
            throw new NodeFailure(string.Create(CultureInfo.InvariantCulture,
                $"Video {number} has {other.Width}×{other.Height} pixels and the first {first.Width}×{first.Height}; use ScaleVideo to bring them to one size.")) { Input = "videos" };
        }

        if (other.FrameRate != first.FrameRate)
        {
            throw new NodeFailure(string.Create(CultureInfo.InvariantCulture,
                $"Video {number} has {other.FrameRate.Value:0.###} frames a second and the first {first.FrameRate.Value:0.###}; make them with one frame rate.")) { Input = "videos" };
        }
    }
}
