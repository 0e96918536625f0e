using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A video without its sound.</summary>
public static class MuteVideoNode
{
    /// <summary>Takes the sound off a video.</summary>
    /// <param name="video">The video.</param>
    /// <returns>The same picture and captions, without sound.</returns>
    [Node("MuteVideo", Title = "Mute video", Category = "video/sound", Search = "remove audio,silent,no sound")]
    public static Video Mute(Video video) => video with { Sound = [] };
}
