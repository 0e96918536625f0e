using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Turned and mirrored videos.</summary>
public static class TurnVideoNode
{
    /// <summary>Turns a video by quarter turns, and mirrors it afterwards.</summary>
    /// <param name="video">The video.</param>
    /// <param name="rotation">How far it is turned, clockwise.</param>
    /// <param name="mirror">horizontal: left and right change places; vertical: top and bottom do.</param>
    /// <returns>The turned video.</returns>
    [Node("TurnVideo", Title = "Turn video", Category = "video/transform", Search = "rotate,flip,mirror,orientation")]
    public static Video Turn(Video video, [Choices("none", "90 degrees", "180 degrees", "270 degrees")] string rotation = "90 degrees", [Choices("none", "horizontal", "vertical")] string mirror = "none")
    {
        var turns = rotation switch { "90 degrees" => 1, "180 degrees" => 2, "270 degrees" => 3, _ => 0 };

        // Top and bottom change places when a picture is turned upside down and then mirrored.
        var edit = new TurnEdit((turns + (mirror == "vertical" ? 2 : 0)) % 4, mirror != "none");
        return edit is { QuarterTurns: 0, Mirrored: false } ? video
            : turns % 2 == 1 ? VideoEdits.Edited(video, video.Height, video.Width, edit)
            : VideoEdits.Edited(video, video.Width, video.Height, edit);
    }
}
