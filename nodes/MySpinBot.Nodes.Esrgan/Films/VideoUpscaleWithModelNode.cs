using System.ComponentModel.DataAnnotations;
using MySpinBot.Films;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Esrgan;

/// <summary>Making videos larger with a model.</summary>
public static class VideoUpscaleWithModelNode
{
    // Multiply-adds a second, to the order of magnitude: it only says how long a part is.
    private const double PaceOfProcessor = 5e10;
    private const double PaceOfAccelerator = 5e12;
    private const double BytesOfWeight = 4;

    /// <summary>Makes every frame of a video larger with a model. Sound, captions and frame rate stay as they are.</summary>
    /// <remarks>Frames are decoded, computed and encoded beside each other, a few at a time, however long the video is. What stands still is computed once.
    /// The result is one visually lossless film, or several laid end to end: a long video is done in parts, and after a failure what was finished is not done again.</remarks>
    /// <param name="upscaleModel">The model.</param>
    /// <param name="video">The video.</param>
    /// <param name="context">Where the model, memory and ffmpeg come from.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="scaleBy">How many times larger it becomes; 0 for as many as the model makes it. What the model makes is scaled to this.</param>
    /// <param name="maxHeight">The most rows that it may have in the end, such as 1080; 0 for any number.</param>
    /// <returns>The larger video.</returns>
    [Node("VideoUpscaleWithModel", Title = "Upscale video (using model)", Category = "video/upscaling", Search = "ESRGAN,Real-ESRGAN,animevideo,enlarge,super resolution,remaster", Lane = Lane.Device, Repeatability = Repeatability.SameMachine)]
    public static async Task<Outcome<Video>> UpscaleAsync(
        UpscaleModel upscaleModel, Video video, NodeContext context, CancellationToken cancellation,
        [Range(0, 16), Input(Step = 0.25)] double scaleBy = 0, [Range(0, 16_384)] int maxHeight = 0)
    {
        var size = UpscaledSize.Of(video, upscaleModel.Scale, scaleBy, maxHeight);
        var parts = FrameParts.Of(video, SecondsAFrame(upscaleModel, video, context));
        return parts.Count > 1
            ? FrameParts.Expand(
                video,
                parts,
                part => ("VideoUpscaleWithModelPart", [("upscale_model", upscaleModel), ("video", part.Video), ("width", (long)size.Width), ("height", (long)size.Height)]),
                "VideoUpscaleWithModelJoin")
            : await PartAsync(upscaleModel, video, size.Width, size.Height, context, cancellation);
    }

    /// <summary>Makes the frames of a part of a video larger. The node VideoUpscaleWithModel makes it.</summary>
    /// <param name="upscaleModel">The model.</param>
    /// <param name="video">The part.</param>
    /// <param name="width">Columns of the result.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="context">Where the model, memory and ffmpeg come from.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The larger part.</returns>
    [Node("VideoUpscaleWithModelPart", Category = "video/upscaling/made", Lane = Lane.Device, Repeatability = Repeatability.SameMachine)]
    public static async Task<Video> PartAsync(
        UpscaleModel upscaleModel, Video video, [Range(1, 16_384)] int width, [Range(1, 16_384)] int height, NodeContext context, CancellationToken cancellation)
    {
        using var upscaler = await Upscaler.OpenAsync(upscaleModel, context, cancellation: cancellation);
        return await new FramePass(video, new UpscaledFrames(upscaler, video), context) { FilmSize = (width, height) }.RunAsync(cancellation);
    }

    /// <summary>Lays the parts of a video that was made larger end to end. The node VideoUpscaleWithModel makes it.</summary>
    /// <param name="video">The video as it was: its sound and its captions stay.</param>
    /// <param name="parts">Its parts, made larger.</param>
    /// <returns>The larger video.</returns>
    [Node("VideoUpscaleWithModelJoin", Category = "video/upscaling/made")]
    public static Video Join(Video video, ExtraInputs parts) => FrameParts.Join(video, parts);

    // Every weight is used about once for every pixel of the frame.
    private static double SecondsAFrame(UpscaleModel model, Video video, NodeContext context)
        => model.Weights.Length / BytesOfWeight * video.Width * video.Height / (ComputeDevice.Choose(context.Models).Provider == ComputeProvider.Cpu ? PaceOfProcessor : PaceOfAccelerator);
}
