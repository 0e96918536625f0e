using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Loading a video file.</summary>
public static class LoadVideoNode
{
    /// <summary>The longest side that a video may have.</summary>
    public const int MaxSide = 8192;

    /// <summary>Opens a video file. Its frames are decoded when something asks for them; its sound is decoded now.</summary>
    /// <returns>The video.</returns>
    /// <remarks>Frames come at the file's average rate. Turned recordings are shown upright.</remarks>
    /// <param name="file">The video file.</param>
    /// <param name="context">Where the file's bytes are kept.</param>
    /// <param name="cancellation">Ends the work.</param>
    [Node("LoadVideo", Title = "Load video", Category = "video", Search = "import video,open video", Repeatability = Repeatability.SameMachine)]
    public static async Task<Video> LoadAsync(
        [FileFrom("input", Extensions = ".mp4,.mov,.mkv,.webm,.avi,.m4v,.gif")] FileReference file, NodeContext context, CancellationToken cancellation)
    {
        var name = Path.GetFileName(file.Path);
        var probe = await MediaProbe.OfAsync(file.Path, countFrames: true, context, cancellation);
        if (probe.Picture is not { FrameCount: > 0 } picture)
        {
            throw new NodeFailure($"'{name}' has no moving picture; for a sound use LoadAudio, for a picture LoadImage.") { Input = "file" };
        }

        if (picture.Width > MaxSide || picture.Height > MaxSide)
        {
            throw new NodeFailure($"'{name}' claims {picture.Width}×{picture.Height} pixels; videos of up to {MaxSide} a side are taken.") { Input = "file" };
        }

        var artifact = await context.Artifacts.PutFileAsync(file.Path, "video/" + Path.GetExtension(name).TrimStart('.').ToLowerInvariant(), cancellation);
        var video = new Video
        {
            FrameRate = picture.FrameRate,
            Width = picture.Width,
            Height = picture.Height,
            Picture = [new PictureSegment(new FileSource(artifact), picture.FrameCount, Edits: [])],
        };
        if (probe.Sound is not { Channels: > 0, SampleRate: > 0 } sound)
        {
            return video;
        }

        try
        {
            video = video with { Sound = [await SoundDecoding.StoreAsync(file.Path, sound, context, cancellation)] };
            return video with { Sound = SoundCut.ToPicture(video) };
        }
        catch (NodeFailure error)
        {
            throw new NodeFailure($"The sound of '{name}' is damaged: {error.Message} Save or download the file again.", error) { Input = "file" };
        }
    }
}
