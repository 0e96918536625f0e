using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Edits of a whole video.</summary>
public static class VideoEdits
{
    /// <summary>Does the same to every frame.</summary>
    public static Video Edited(Video video, int width, int height, FrameEdit edit) => VideoNesting.Checked(video with
    {
        Width = width,
        Height = height,
        Picture = [.. video.Picture.Select(segment => With(segment, edit))],
    });

    /// <summary>Does something that moves to the frames <paramref name="first"/> to <paramref name="end"/>.</summary>
    /// <param name="video">The video.</param>
    /// <param name="first">The first frame that is touched.</param>
    /// <param name="end">The first one that is not touched any more.</param>
    /// <param name="edit">Makes the edit: it is told the segment's clock at the video's first frame, which may lie before the segment.</param>
    public static Video Edited(Video video, long first, long end, Func<long, FrameEdit> edit)
    {
        var picture = ImmutableArray.CreateBuilder<PictureSegment>(video.Picture.Length);
        long start = 0;
        foreach (var segment in video.Picture)
        {
            var isTouched = start < end && start + segment.FrameCount > first;
            picture.Add(isTouched ? With(segment, edit(segment.FirstFrame - start)) : segment);
            start += segment.FrameCount;
        }

        return VideoNesting.Checked(video with { Picture = picture.MoveToImmutable() });
    }

    /// <summary>The picture of a video as one segment.</summary>
    public static PictureSegment OneSegment(Video video)
        => video.Picture is [var only] ? only : new(new ClipSource(PictureOf(video)), video.FrameCount, Edits: []);

    /// <summary>The picture alone. What is not seen shall not change the description of what is.</summary>
    public static Video PictureOf(Video video) => video with { Sound = [], Captions = [] };

    /// <summary>The video with another picture.</summary>
    public static Video Of(Video video, PictureSource source, long frames) => VideoNesting.Checked(video with { Picture = [new PictureSegment(source, frames, Edits: [])] });

    private static PictureSegment With(PictureSegment segment, FrameEdit edit) => segment with { Edits = segment.Edits.IsDefault ? [edit] : segment.Edits.Add(edit) };
}
