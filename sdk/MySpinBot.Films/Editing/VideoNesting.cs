using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Bounds of what one description of a video may hold: whoever shows it keeps a source open for each level.</summary>
internal static class VideoNesting
{
    /// <summary>The most videos that may lie within one another.</summary>
    public const int Deepest = 16;

    /// <summary>The most segments, those of nested videos included.</summary>
    public const int MostSegments = 100_000;

    /// <summary>The most frames: at 25 a second, more than four days.</summary>
    public const long MostFrames = 10_000_000;

    /// <summary>The video, if it keeps within the bounds.</summary>
    /// <exception cref="NodeFailure">It does not.</exception>
    public static Video Checked(Video video)
    {
        var left = MostSegments;
        Check(video.Picture, 1, ref left);
        return video.FrameCount <= MostFrames ? video
            : throw new NodeFailure($"The video would have {video.FrameCount} frames; at most {MostFrames} are shown. Make it shorter.");
    }

    private static void Check(ImmutableArray<PictureSegment> picture, int depth, ref int left)
    {
        if (depth > Deepest && !picture.IsEmpty)
        {
            throw new NodeFailure($"The video would lie in more than {Deepest} others, each edited as a whole; save it, and go on with the file.");
        }

        if ((left -= picture.Length) < 0)
        {
            throw new NodeFailure($"The video would consist of more than {MostSegments} pieces; save a part of it, and go on with the file.");
        }

        foreach (var segment in picture)
        {
            Check(Inner(segment.Source), depth + 1, ref left);
            foreach (var edit in segment.Edits.IsDefault ? [] : segment.Edits)
            {
                Check(edit is OverlayEdit overlay ? Inner(overlay.Over.Source) : [], depth + 1, ref left);
            }
        }
    }

    private static ImmutableArray<PictureSegment> Inner(PictureSource source) => source switch
    {
        ClipSource clip => clip.Clip.Picture,
        TransitionSource transition => [transition.From, transition.To],
        _ => [],
    };
}
