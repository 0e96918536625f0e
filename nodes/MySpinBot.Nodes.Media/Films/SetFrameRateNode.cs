using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Another frame rate.</summary>
public static class SetFrameRateNode
{
    /// <summary>Gives a video another frame rate. It lasts as long as before: frames are shown again or left out.</summary>
    /// <param name="video">The video.</param>
    /// <param name="fps">Frames a second; 23.976, 29.97 and 59.94 mean the broadcast rates.</param>
    /// <returns>The video at its new rate.</returns>
    [Node("SetFrameRate", Title = "Set frame rate", Category = "video/time", Search = "fps,convert rate,resample frames")]
    public static Video Set(Video video, [Range(1.0, 120.0)] double fps = 25) => Resampled(video, Rational.FromDouble(fps));

    /// <summary>The video at another rate.</summary>
    internal static Video Resampled(Video video, Rational rate)
        => rate == video.FrameRate ? video : VideoTime.Run(video, rate, new Rational(1), isReversed: false);
}
