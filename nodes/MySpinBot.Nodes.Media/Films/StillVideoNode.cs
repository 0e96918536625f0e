using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A picture and a sound become a video.</summary>
public static class StillVideoNode
{
    /// <summary>Shows a picture exactly as long as a sound lasts.</summary>
    /// <returns>The video, exactly as long as its sound.</returns>
    /// <remarks>The last frame begins before the sound ends, and the sound is filled up with silence to the end of that frame, so that videos can be joined
    /// any number of times without sound and picture drifting apart. Nothing is encoded here.</remarks>
    /// <param name="image">The picture.</param>
    /// <param name="audio">The sound.</param>
    /// <param name="fps">Frames a second.</param>
    /// <param name="context">Where picture and sound are kept.</param>
    /// <param name="cancellation">Ends the work.</param>
    [Node("StillVideo", Title = "Still video", Category = "video", Search = "slide,scene,picture with sound")]
    public static async Task<Video> ShowAsync(Image image, Audio audio, NodeContext context, CancellationToken cancellation, [Range(1.0, 120.0)] double fps = 25)
    {
        if (image.Batch != 1)
        {
            throw new NodeFailure($"A still shows one picture, and this image is a batch of {image.Batch}; choose one, or use CreateVideo.") { Input = "image" };
        }

        Pcm.RequireOneClip(audio);
        var rate = Rational.FromDouble(fps);
        var frames = FrameTime.FramesToCover(audio.SampleCount, audio.SampleRate, rate);
        var video = new Video
        {
            FrameRate = rate,
            Width = image.Width,
            Height = image.Height,
            Picture = [new PictureSegment(await StillFrames.StoreAsync(image, 0, context.Artifacts, cancellation), frames, Edits: [])],
            Sound = [await SoundOf.StoreAsync(audio, context.Artifacts, cancellation)],
        };
        return video with { Sound = SoundCut.ToPicture(video) };
    }
}
