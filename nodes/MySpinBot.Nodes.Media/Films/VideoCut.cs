using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Cuts stretches out of videos: picture, sound and captions.</summary>
internal static class VideoCut
{
    /// <summary>The frames from <paramref name="first"/> up to, not including, <paramref name="end"/>.</summary>
    public static Video Stretch(Video video, long first, long end)
    {
        var (from, length) = (FrameTime.Seconds(first, video.FrameRate), FrameTime.Seconds(end - first, video.FrameRate));
        return video with
        {
            Picture = Picture(video.Picture, first, end),
            Sound = SoundCut.Stretch(video.Sound, from, length),
            Captions = TrackTiming.Stretch(video.Captions, (double)from, (double)length),
        };
    }

    /// <summary>The same of the picture alone.</summary>
    public static ImmutableArray<PictureSegment> Picture(ImmutableArray<PictureSegment> picture, long first, long end)
        => [.. Slices.Of(picture, first, end - first).Select(segment => Stands(segment) ? segment with { FirstFrame = 0 } : segment)];

    // All frames are the same: that the clock is not kept lets equal pieces be known as equal.
    private static bool Stands(PictureSegment segment)
        => segment.Source is StillSource && (segment.Edits.IsDefault || segment.Edits.All(edit => edit is ScaleEdit or CropEdit or PadEdit or TurnEdit or ColourEdit));
}
