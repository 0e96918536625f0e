using System.Collections.Immutable;
using MySpinBot.Films;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Which frame of a video is seen at each moment, where it is shown for longer than it lasts.</summary>
/// <param name="Count">Frames of the video.</param>
/// <param name="Beyond">What is shown behind its last one.</param>
internal sealed record FrameOrder(long Count, LongerSound Beyond)
{
    // There and back; the frames at which it turns are shown once.
    private long Period => Beyond == LongerSound.PingPong ? Math.Max(1, (2 * Count) - 2) : Count;

    /// <summary>The frame of the video that is seen at a place.</summary>
    public long this[long place]
    {
        get
        {
            var within = Beyond == LongerSound.Hold ? Math.Min(place, Count - 1) : place % Period;
            return within < Count ? within : Period - within;
        }
    }

    /// <summary>A video's picture in this order.</summary>
    /// <param name="video">The video, of <see cref="Count"/> frames.</param>
    /// <param name="length">Frames that are shown.</param>
    public ImmutableArray<PictureSegment> Picture(Video video, long length)
    {
        if (length <= Count)
        {
            return Slices.Of(video.Picture, 0, length);
        }

        // A clip stays at its last frame, for as long as it is shown.
        var clip = VideoEdits.PictureOf(video);
        if (Beyond == LongerSound.Hold || Count == 1)
        {
            return [new PictureSegment(new ClipSource(clip), length, Edits: [])];
        }

        var picture = ImmutableArray.CreateBuilder<PictureSegment>();
        for (var place = 0L; place < length; place += Period)
        {
            Add(new ClipSource(clip), Count, 0, place);
            if (Beyond == LongerSound.PingPong && Count > 2)
            {
                Add(new ClipSource(clip, Reversed: true), Count - 2, 1, place + Count);
            }
        }

        return picture.ToImmutable();

        void Add(ClipSource source, long count, long first, long place)
        {
            if (place < length)
            {
                picture.Add(new PictureSegment(source, Math.Min(count, length - place), first, Edits: []));
            }
        }
    }
}
