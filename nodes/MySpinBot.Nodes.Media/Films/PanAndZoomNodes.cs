using System.Buffers.Binary;
using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Slow movement over a still, or over a video.</summary>
public static class PanAndZoomNodes
{
    /// <summary>Shows a picture through a window that moves slowly: a pan and zoom, smooth to fractions of a pixel.</summary>
    /// <remarks>The window has the frame's ratio and never leaves the picture. A picture larger than the frame, by the zoom or more, stays crisp.</remarks>
    /// <param name="image">The picture.</param>
    /// <param name="context">Where picture and sound are kept.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="move">How the window moves.</param>
    /// <param name="zoom">How much closer the closer end is; 1.2 shows five sixths of the width.</param>
    /// <param name="seconds">How long it lasts; not used with a sound.</param>
    /// <param name="fps">Frames a second.</param>
    /// <param name="width">Width of the video in pixels; 0 for the picture's.</param>
    /// <param name="height">Height of the video in pixels; 0 for the picture's.</param>
    /// <param name="seed">Chooses among moves by seed, for each picture differently.</param>
    /// <param name="easing">How it sets off and comes to rest.</param>
    /// <param name="audio">The sound; the video lasts exactly as long.</param>
    /// <param name="fromX">Custom: middle of the first window, 0 left to 1 right.</param>
    /// <param name="fromY">Custom: middle of the first window, 0 top to 1 bottom.</param>
    /// <param name="fromZoom">Custom: how close the first window is.</param>
    /// <param name="toX">Custom: middle of the last window, 0 left to 1 right.</param>
    /// <param name="toY">Custom: middle of the last window, 0 top to 1 bottom.</param>
    /// <param name="toZoom">Custom: how close the last window is.</param>
    /// <returns>The video.</returns>
    [Node("PanAndZoom", Title = "Pan and zoom", Category = "video", Search = "ken burns,slow zoom,moving still,animate picture")]
    public static async Task<Video> MoveAsync(
        Image image,
        NodeContext context,
        CancellationToken cancellation,
        PanAndZoomMove move = PanAndZoomMove.ZoomIn,
        [Range(1.0, 8.0), Input(Step = 0.01)] double zoom = 1.2,
        [Range(0.04, 3600.0), Input(Step = 0.1)] double seconds = 5,
        [Range(1.0, 120.0)] double fps = 25,
        [Range(0, 8192)] int width = 1280,
        [Range(0, 8192)] int height = 720,
        [Input(Seed = true)] long seed = 0,
        Easing easing = Easing.Smooth,
        Audio? audio = null,
        [Range(0.0, 1.0), Input(Step = 0.01, Advanced = true)] double fromX = 0.5,
        [Range(0.0, 1.0), Input(Step = 0.01, Advanced = true)] double fromY = 0.5,
        [Range(1.0, 16.0), Input(Step = 0.01, Advanced = true)] double fromZoom = 1,
        [Range(0.0, 1.0), Input(Step = 0.01, Advanced = true)] double toX = 0.5,
        [Range(0.0, 1.0), Input(Step = 0.01, Advanced = true)] double toY = 0.5,
        [Range(1.0, 16.0), Input(Step = 0.01, Advanced = true)] double toZoom = 1.2)
    {
        if (image.Batch != 1)
        {
            throw new NodeFailure($"The window moves over one picture, and this image is a batch of {image.Batch}; choose one, or make a list of them.") { Input = "image" };
        }

        if (Math.Max(width == 0 ? image.Width : 0, height == 0 ? image.Height : 0) > LoadVideoNode.MaxSide)
        {
            throw new NodeFailure($"The picture has {image.Width}×{image.Height} pixels, and a video up to {LoadVideoNode.MaxSide} a side; give a width and a height.") { Input = "width" };
        }

        var rate = Rational.FromDouble(fps);
        if (audio is not null)
        {
            Pcm.RequireOneClip(audio);
        }

        var frames = audio is null ? Math.Max(1, FrameTime.FrameAt(seconds, rate)) : FrameTime.FramesToCover(audio.SampleCount, audio.SampleRate, rate);
        var still = await StillFrames.StoreAsync(image, 0, context.Artifacts, cancellation);
        var (columns, rows) = (width == 0 ? image.Width : width, height == 0 ? image.Height : height);
        var (from, to) = move == PanAndZoomMove.Custom ? (new(fromX, fromY, fromZoom), new(toX, toY, toZoom)) : move.Windows(zoom, Chance(seed, still));
        var video = new Video
        {
            FrameRate = rate,
            Width = columns,
            Height = rows,
            Picture = [new PictureSegment(still, frames, Edits: [new PanZoomEdit(from, to, 0, frames - 1, columns, rows, easing)])],
            Sound = audio is null ? [] : [await SoundOf.StoreAsync(audio, context.Artifacts, cancellation)],
        };
        return VideoNesting.Checked(audio is null ? video : video with { Sound = SoundCut.ToPicture(video) });
    }

    /// <summary>Moves a window over a video: closer to where something happens, or across.</summary>
    /// <param name="video">The video.</param>
    /// <param name="move">How the window moves, over the whole length of the video.</param>
    /// <param name="zoom">How much closer the closer end is.</param>
    /// <param name="seed">Chooses among moves by seed.</param>
    /// <param name="easing">How it sets off and comes to rest.</param>
    /// <param name="fromX">Custom: middle of the first window, 0 left to 1 right.</param>
    /// <param name="fromY">Custom: middle of the first window, 0 top to 1 bottom.</param>
    /// <param name="fromZoom">Custom: how close the first window is.</param>
    /// <param name="toX">Custom: middle of the last window, 0 left to 1 right.</param>
    /// <param name="toY">Custom: middle of the last window, 0 top to 1 bottom.</param>
    /// <param name="toZoom">Custom: how close the last window is.</param>
    /// <returns>The video, in the same size.</returns>
    [Node("PanAndZoomVideo", Title = "Pan and zoom video", Category = "video/transform", Search = "ken burns,punch in,camera move")]
    public static Video MoveOver(
        Video video,
        PanAndZoomMove move = PanAndZoomMove.ZoomIn,
        [Range(1.0, 8.0), Input(Step = 0.01)] double zoom = 1.2,
        [Input(Seed = true)] long seed = 0,
        Easing easing = Easing.Smooth,
        [Range(0.0, 1.0), Input(Step = 0.01, Advanced = true)] double fromX = 0.5,
        [Range(0.0, 1.0), Input(Step = 0.01, Advanced = true)] double fromY = 0.5,
        [Range(1.0, 16.0), Input(Step = 0.01, Advanced = true)] double fromZoom = 1,
        [Range(0.0, 1.0), Input(Step = 0.01, Advanced = true)] double toX = 0.5,
        [Range(0.0, 1.0), Input(Step = 0.01, Advanced = true)] double toY = 0.5,
        [Range(1.0, 16.0), Input(Step = 0.01, Advanced = true)] double toZoom = 1.2)
    {
        var (from, to) = move == PanAndZoomMove.Custom ? (new(fromX, fromY, fromZoom), new(toX, toY, toZoom)) : move.Windows(zoom, (ulong)seed);
        return VideoEdits.Edited(video, 0, video.FrameCount, clock => new PanZoomEdit(from, to, clock, Math.Max(0, video.FrameCount - 1), video.Width, video.Height, easing));
    }

    // Not the place in a list: a picture moves in its own way wherever it stands.
    private static ulong Chance(long seed, StillSource still)
        => (ulong)seed * 0x9E3779B97F4A7C15 ^ BinaryPrimitives.ReadUInt64LittleEndian(Convert.FromHexString(still.Picture.Id.ToString()[^16..]));
}
