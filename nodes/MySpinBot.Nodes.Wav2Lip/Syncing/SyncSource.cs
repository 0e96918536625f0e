using MySpinBot.Films;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>What is to speak: a picture, a few, or a video.</summary>
/// <param name="Video">It as a video: one frame a picture.</param>
/// <param name="IsStill">Whether it is a single picture.</param>
internal sealed record SyncSource(Video Video, bool IsStill)
{
    /// <summary>Takes what came over the socket.</summary>
    /// <param name="picture">An image or a video.</param>
    /// <param name="fps">Frames a second of pictures.</param>
    /// <param name="context">Where pictures are kept.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="NodeFailure">It is neither, or has no frame.</exception>
    public static async Task<SyncSource> OfAsync(object picture, double fps, NodeContext context, CancellationToken cancellation) => picture switch
    {
        Video { FrameCount: > 0 } video => new SyncSource(video, video is { FrameCount: 1 }),
        Video _ => throw new NodeFailure("The video has no frames, so there is nobody to speak.") { Input = "picture" },
        Image image => new SyncSource(await OfAsync(image, Rational.FromDouble(fps), context, cancellation), image.Batch == 1),
        _ => throw new NodeFailure($"Lips are moved in an image or a video, and this is {picture.GetType().Name}; link one of those.") { Input = "picture" },
    };

    private static async Task<Video> OfAsync(Image image, Rational rate, NodeContext context, CancellationToken cancellation)
    {
        PictureSource source = image.Batch == 1
            ? await StillFrames.StoreAsync(image, 0, context.Artifacts, cancellation)
            : await LosslessFrames.StoreAsync(image, rate, context, cancellation);
        return new Video { FrameRate = rate, Width = image.Width, Height = image.Height, Picture = [new PictureSegment(source, image.Batch, Edits: [])] };
    }
}
