using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A frame around a video.</summary>
public static class PadVideoNode
{
    /// <summary>Adds a border of one colour to each frame of a video.</summary>
    /// <param name="video">The video.</param>
    /// <param name="left">Columns added on the left.</param>
    /// <param name="top">Rows added at the top.</param>
    /// <param name="right">Columns added on the right.</param>
    /// <param name="bottom">Rows added at the bottom.</param>
    /// <param name="color">The colour of the border, #rrggbb.</param>
    /// <returns>The video with its border.</returns>
    [Node("PadVideo", Title = "Pad video", Category = "video/transform", Search = "border,frame,letterbox,margin")]
    public static Video Pad(
        Video video, [Range(0, 8192)] int left = 0, [Range(0, 8192)] int top = 0, [Range(0, 8192)] int right = 0, [Range(0, 8192)] int bottom = 0, [Input(Color = true)] string color = "#000000")
    {
        HexColour.Bytes(color, "color");
        var (width, height) = (video.Width + left + right, video.Height + top + bottom);
        return width > LoadVideoNode.MaxSide || height > LoadVideoNode.MaxSide
            ? throw new NodeFailure($"With its border the video would have {width}×{height} pixels; at most {LoadVideoNode.MaxSide} a side are taken.")
            : width == video.Width && height == video.Height ? video
            : VideoEdits.Edited(video, width, height, new PadEdit(left, top, width, height, color));
    }
}
