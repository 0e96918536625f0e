using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A batch of pictures becomes a video.</summary>
public static class CreateVideoNode
{
    /// <summary>Makes a video out of the pictures of a batch, one a frame.</summary>
    /// <returns>The video.</returns>
    /// <remarks>Sound that is longer than the picture is cut, shorter sound is followed by silence. Frames are kept with 8 bits a channel.</remarks>
    /// <param name="images">The frames, in order.</param>
    /// <param name="context">Where pictures and sound are kept.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="fps">Frames a second.</param>
    /// <param name="audio">The sound; without it the video is silent.</param>
    [Node("CreateVideo", Title = "Create video", Category = "video", Search = "images to video")]
    public static async Task<Video> CreateAsync(
        Image images, NodeContext context, CancellationToken cancellation, [Range(1.0, 120.0)] double fps = 30, Audio? audio = null)
    {
        var video = new Video
        {
            FrameRate = Rational.FromDouble(fps),
            Width = images.Width,
            Height = images.Height,
            Picture = await FramesAsync(images, context, cancellation),
        };
        if (audio is null)
        {
            return video;
        }

        Pcm.RequireOneClip(audio);
        video = video with { Sound = [await SoundOf.StoreAsync(audio, context.Artifacts, cancellation)] };
        return video with { Sound = SoundCut.ToPicture(video) };
    }

    /// <summary>One segment a picture; a picture that equals the one before it lengthens its segment.</summary>
    private static async Task<ImmutableArray<PictureSegment>> FramesAsync(Image images, NodeContext context, CancellationToken cancellation)
    {
        var segments = ImmutableArray.CreateBuilder<PictureSegment>();
        for (var i = 0; i < images.Batch; i++)
        {
            var source = await StillFrames.StoreAsync(images, i, context.Artifacts, cancellation);
            if (segments.Count > 0 && segments[^1].Source == source)
            {
                segments[^1] = segments[^1] with { FrameCount = segments[^1].FrameCount + 1 };
            }
            else
            {
                segments.Add(new PictureSegment(source, 1, Edits: []));
            }

            context.Progress(i + 1, images.Batch, "frame");
        }

        return segments.ToImmutable();
    }
}
