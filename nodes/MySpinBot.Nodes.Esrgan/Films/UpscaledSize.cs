using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Esrgan;

/// <summary>How large an upscaled video becomes.</summary>
internal static class UpscaledSize
{
    // What H.264 encoders take.
    private const int LongestSide = 16_384;

    /// <summary>The size of the film.</summary>
    /// <param name="video">The video.</param>
    /// <param name="modelScale">How many times larger the model makes it.</param>
    /// <param name="scaleBy">How many times larger it shall be; 0 for what the model does.</param>
    /// <param name="maxHeight">The most rows; 0 for any number.</param>
    /// <exception cref="NodeFailure">It would be too large, or the model would have to make it so on the way.</exception>
    public static (int Width, int Height) Of(Video video, int modelScale, double scaleBy, int maxHeight)
    {
        if (Math.Max(video.Width, video.Height) * (long)modelScale > LongestSide)
        {
            throw new NodeFailure($"Frames of {video.Width}×{video.Height} pixels, {modelScale} times as wide and high, would be more than {LongestSide} pixels a side. Make the video smaller first, or choose a model that enlarges less.") { Input = "video" };
        }

        var factor = scaleBy > 0 ? scaleBy : modelScale;
        if (maxHeight > 0 && video.Height * factor > maxHeight)
        {
            factor = (double)maxHeight / video.Height;
        }

        if (factor == modelScale)
        {
            return (video.Width * modelScale, video.Height * modelScale);
        }

        var (width, height) = (Even(video.Width * factor), Even(video.Height * factor));
        return Math.Max(width, height) <= LongestSide ? (width, height) : throw new NodeFailure(string.Create(CultureInfo.InvariantCulture,
            $"A video of {video.Width}×{video.Height} pixels, {factor:0.##} times as wide and high, would be more than {LongestSide} pixels a side. Choose a smaller 'scale_by', or a 'max_height'.")) { Input = "scale_by" };
    }

    // Most encoders take even sides only.
    private static int Even(double length) => Math.Max(2, (int)Math.Round(length / 2, MidpointRounding.AwayFromZero) * 2);
}
