using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>The picture of a video in another time.</summary>
internal static class VideoTime
{
    /// <summary>Lets the picture run at another rate or speed, or backwards; sound and captions stay as they are, the sound as long as the picture.</summary>
    public static Video Run(Video video, Rational rate, Rational speed, bool isReversed)
    {
        var clip = new ClipSource(VideoEdits.PictureOf(video), speed == new Rational(1) ? null : speed, isReversed);
        var result = VideoEdits.Of(video with { FrameRate = rate }, clip, Frames(video, rate, speed));
        return result with { Sound = SoundCut.ToPicture(result) };
    }

    // As many as show a frame that is there: frame n shows the inner frame ⌊n · speed · inner rate / outer rate⌋.
    private static long Frames(Video video, Rational rate, Rational speed)
    {
        var above = (Int128)video.FrameCount * rate.Numerator * video.FrameRate.Denominator * speed.Denominator;
        var below = (Int128)rate.Denominator * video.FrameRate.Numerator * speed.Numerator;
        return (long)Int128.Min((above + below - 1) / below, long.MaxValue);
    }
}
