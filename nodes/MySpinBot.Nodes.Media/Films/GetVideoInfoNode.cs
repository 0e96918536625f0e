using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>What a video is like.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Fps">Frames a second.</param>
/// <param name="FrameCount">Frames in all.</param>
/// <param name="Seconds">Length in seconds.</param>
/// <param name="HasAudio">Whether it has sound, be it silence.</param>
/// <param name="CaptionTracks">Tracks of captions that go along with it.</param>
public sealed record VideoInfo(int Width, int Height, double Fps, long FrameCount, double Seconds, bool HasAudio, int CaptionTracks);

/// <summary>Facts about a video.</summary>
public static class GetVideoInfoNode
{
    /// <summary>Says how large, how long and how fast a video is. Nothing is decoded.</summary>
    /// <param name="video">The video.</param>
    [Node("GetVideoInfo", Title = "Get video info", Category = "video", Search = "duration,length,frame count,size,fps")]
    public static VideoInfo Tell(Video video)
        => new(video.Width, video.Height, video.FrameRate.Value, video.FrameCount, video.Seconds, !video.Sound.IsDefaultOrEmpty, video.Captions.IsDefault ? 0 : video.Captions.Length);
}
