using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A video of another size.</summary>
public static class ScaleVideoNode
{
    /// <summary>Scales a video. The frames are scaled when it is saved; nothing is decoded or encoded here.</summary>
    /// <param name="video">The video.</param>
    /// <param name="width">New width in pixels.</param>
    /// <param name="height">New height in pixels.</param>
    /// <param name="keepAspect">Whether to keep the aspect ratio and fill the rest with black.</param>
    /// <returns>The video in its new size.</returns>
    [Node("ScaleVideo", Title = "Scale video", Category = "video", Search = "resize,letterbox")]
    public static Video Scale(Video video, [Range(2, 8192)] int width = 1280, [Range(2, 8192)] int height = 720, bool keepAspect = true)
    {
        var edit = new ScaleEdit(width, height, keepAspect ? FrameFit.Contain : FrameFit.Stretch);
        return video.Width == width && video.Height == height ? video : video with
        {
            Width = width,
            Height = height,
            Picture = [.. video.Picture.Select(segment => segment with { Edits = segment.Edits.IsDefault ? [edit] : segment.Edits.Add(edit) })],
        };
    }
}
