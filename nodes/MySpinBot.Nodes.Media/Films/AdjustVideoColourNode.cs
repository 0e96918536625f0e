using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Other colours.</summary>
public static class AdjustVideoColourNode
{
    /// <summary>Changes brightness, contrast, saturation and gamma of a video.</summary>
    /// <param name="video">The video.</param>
    /// <param name="brightness">Added to every value; 0 changes nothing.</param>
    /// <param name="contrast">Factor around the middle grey; 1 changes nothing.</param>
    /// <param name="saturation">0 makes it grey, 1 changes nothing.</param>
    /// <param name="gamma">Above 1 the dark becomes lighter, below 1 darker; 1 changes nothing.</param>
    /// <returns>The video in its new colours.</returns>
    [Node("AdjustVideoColor", Title = "Adjust video colour", Category = "video/color", Search = "brightness,contrast,saturation,gamma,color,grade,grey")]
    public static Video Adjust(
        Video video,
        [Range(-1.0, 1.0), Input(Step = 0.01)] double brightness = 0,
        [Range(0.0, 4.0), Input(Step = 0.01)] double contrast = 1,
        [Range(0.0, 4.0), Input(Step = 0.01)] double saturation = 1,
        [Range(0.1, 10.0), Input(Step = 0.01)] double gamma = 1)
        => new ColourEdit(brightness, contrast, saturation, gamma) is var edit && edit == new ColourEdit() ? video : VideoEdits.Edited(video, video.Width, video.Height, edit);
}
