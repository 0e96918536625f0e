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
    [Node("CreateVideo", Title = "Create video", Category = "video", Search = "images to video", Repeatability = Repeatability.SameMachine)]
    public static async Task<Video> CreateAsync(
        Image images, NodeContext context, CancellationToken cancellation, [Range(1.0, 120.0)] double fps = 30, Audio? audio = null)
    {
        var rate = Rational.FromDouble(fps);
        var video = new Video
        {
            FrameRate = rate,
            Width = images.Width,
            Height = images.Height,
            Picture = await FramesAsync(images, rate, context, cancellation),
        };
        if (audio is null)
        {
            return video;
        }

        Pcm.RequireOneClip(audio);
        video = video with { Sound = [await SoundOf.StoreAsync(audio, context.Artifacts, cancellation)] };
        return video with { Sound = SoundCut.ToPicture(video) };
    }

    /// <summary>One picture stands still; several become one file, which loses nothing.</summary>
    private static async Task<ImmutableArray<PictureSegment>> FramesAsync(Image images, Rational rate, NodeContext context, CancellationToken cancellation)
    {
        PictureSource source = images.Batch == 1
            ? await StillFrames.StoreAsync(images, 0, context.Artifacts, cancellation)
            : await LosslessFrames.StoreAsync(images, rate, context, cancellation);
        context.Progress(images.Batch, images.Batch, "frame");
        return [new PictureSegment(source, images.Batch, Edits: [])];
    }
}
