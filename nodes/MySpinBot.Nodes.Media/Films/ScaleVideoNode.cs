using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A video of another size.</summary>
public static class ScaleVideoNode
{
    /// <summary>Scales a video. The frames are scaled when it is saved; nothing is decoded or encoded here.</summary>
    /// <param name="video">The video.</param>
    /// <param name="width">New width in pixels; 0 to follow the height, so that the ratio stays. What follows is even.</param>
    /// <param name="height">New height in pixels; 0 to follow the width.</param>
    /// <param name="fit">contain: all is seen, with black bars; cover: the frame is filled, and what sticks out is cut off; stretch: the ratio is not kept.</param>
    /// <returns>The video in its new size.</returns>
    [Node("ScaleVideo", Title = "Scale video", Category = "video/transform", Search = "resize,letterbox,fit", Version = 2)]
    public static Video Scale(Video video, [Range(0, 8192)] int width = 1280, [Range(0, 8192)] int height = 720, FrameFit fit = FrameFit.Contain)
    {
        (width, height) = (width, height) switch
        {
            (0, 0) => (video.Width, video.Height),
            (0, _) => (Following(video.Width, height, video.Height), height),
            (_, 0) => (width, Following(video.Height, width, video.Width)),
            _ => (width, height),
        };
        return video.Width == width && video.Height == height ? video : VideoEdits.Edited(video, width, height, new ScaleEdit(width, height, fit));
    }

    [Migration("ScaleVideo", 1)]
    internal static JsonObject From1(JsonObject inputs)
    {
        if (inputs.Remove("keep_aspect", out var keep))
        {
            inputs["fit"] = keep is JsonValue value && value.TryGetValue<bool>(out var kept) && !kept ? "stretch" : "contain";
        }

        return inputs;
    }

    // 4:2:0 wants even sides.
    private static int Following(int side, int other, int otherBefore)
        => (int)Math.Clamp(2 * Math.Round((double)side * other / otherBefore / 2, MidpointRounding.AwayFromZero), 2, LoadVideoNode.MaxSide);
}
