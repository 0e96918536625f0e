using System.ComponentModel.DataAnnotations;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A picture in the picture.</summary>
public static class OverlayVideoNode
{
    /// <summary>Lays a picture or another video over a video: a watermark, a face in the corner.</summary>
    /// <remarks>Transparent parts of a picture let the video through. Of a video that is laid over only the picture counts; its frames are taken by time, whatever its rate.</remarks>
    /// <param name="video">The video below.</param>
    /// <param name="context">Where the picture is kept.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="image">What is laid over: one picture, with transparency if you like. Either this or 'overlay'.</param>
    /// <param name="overlay">What is laid over: a video. Either this or 'image'.</param>
    /// <param name="anchor">Where it lies.</param>
    /// <param name="margin">Pixels that it keeps from the edges that it lies at.</param>
    /// <param name="x">Pixels further right; negative for left.</param>
    /// <param name="y">Pixels further down; negative for up.</param>
    /// <param name="scale">Its width, as a share of the video's; 0 for its own size.</param>
    /// <param name="opacity">0 unseen, 1 as it is.</param>
    /// <param name="startTime">When it appears, in seconds.</param>
    /// <param name="duration">How long it is seen, in seconds; 0 for as long as it lasts.</param>
    /// <returns>The video with what lies over it.</returns>
    [Node("OverlayVideo", Title = "Overlay video", Category = "video/compositing", Search = "picture in picture,watermark,logo,pip", Repeatability = Repeatability.SameMachine)]
    public static async Task<Video> OverlayAsync(
        Video video,
        NodeContext context,
        CancellationToken cancellation,
        Image? image = null,
        Video? overlay = null,
        FrameAnchor anchor = FrameAnchor.BottomRight,
        [Range(0, 8192)] int margin = 16,
        [Range(-8192, 8192)] int x = 0,
        [Range(-8192, 8192)] int y = 0,
        [Range(0.0, 4.0), Input(Step = 0.01)] double scale = 0,
        [Range(0.0, 1.0), Input(Step = 0.01)] double opacity = 1,
        [Range(0.0, 1e6), Input(Step = 0.1)] double startTime = 0,
        [Range(0.0, 1e6), Input(Step = 0.1)] double duration = 0)
    {
        var first = FrameTime.FrameAt(startTime, video.FrameRate);
        var longest = Math.Min(Math.Max(0, video.FrameCount - first), duration == 0 ? long.MaxValue : Math.Max(1, FrameTime.FrameAt(duration, video.FrameRate)));
        if (longest == 0 || opacity == 0)
        {
            return video;
        }

        var (over, width, height) = (image, overlay) switch
        {
            ({ } picture, null) => await StillAsync(picture, video, scale, longest, context, cancellation),
            (null, { FrameCount: > 0 } other) => Moving(other, video, scale, longest),
            (null, { }) => throw new NodeFailure("The video that is to be laid over has no frames.") { Input = "overlay" },
            _ => throw new NodeFailure("Give either 'image' or 'overlay': one of them is laid over the video."),
        };
        var (column, row) = FrameAnchors.Place(anchor, video.Width - width, video.Height - height, margin);
        return VideoEdits.Edited(video, first, first + over.FrameCount, clock => new OverlayEdit(over, column + x, row + y, clock + first, opacity));
    }

    private static async Task<(PictureSegment Over, int Width, int Height)> StillAsync(Image picture, Video video, double scale, long frames, NodeContext context, CancellationToken cancellation)
    {
        if (picture.Batch != 1)
        {
            throw new NodeFailure($"One picture is laid over, and this image is a batch of {picture.Batch}; choose one, or use CreateVideo.") { Input = "image" };
        }

        var (width, height) = Size(picture.Width, picture.Height, video, scale);
        var scaled = width == picture.Width && height == picture.Height ? picture : ImageScaling.Resize(picture, width, height, ScalingKernel.Lanczos, cancellation: cancellation);
        return (new PictureSegment(await StillFrames.StoreAsync(scaled, 0, context.Artifacts, cancellation), frames, Edits: []), width, height);
    }

    private static (PictureSegment Over, int Width, int Height) Moving(Video other, Video video, double scale, long frames)
    {
        var (width, height) = Size(other.Width, other.Height, video, scale);
        var fitted = SetFrameRateNode.Resampled(VideoEdits.PictureOf(ScaleVideoNode.Scale(other, width, height, FrameFit.Stretch)), video.FrameRate);
        return (VideoEdits.OneSegment(VideoCut.Stretch(fitted, 0, Math.Min(fitted.FrameCount, frames))), width, height);
    }

    private static (int Width, int Height) Size(int width, int height, Video video, double scale)
    {
        if (scale == 0)
        {
            return (width, height);
        }

        var factor = scale * video.Width / width;
        var size = (Width: Math.Max(1, (int)Math.Round(width * factor)), Height: Math.Max(1, (int)Math.Round(height * factor)));
        return size.Width <= LoadVideoNode.MaxSide && size.Height <= LoadVideoNode.MaxSide ? size
            : throw new NodeFailure($"What is laid over would have {size.Width}×{size.Height} pixels; at most {LoadVideoNode.MaxSide} a side are taken. Give a smaller scale.") { Input = "scale" };
    }
}
