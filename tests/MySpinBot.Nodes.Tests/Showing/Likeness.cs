using MySpinBot.Imaging;

namespace MySpinBot.Nodes.Tests.Showing;

/// <summary>How far two pictures are apart, place by place: blocks of 8×8 pixels are compared by their means, so that what JPEG and another version of a font
/// do to single pixels does not count, and what is missing, moved or of another colour does.</summary>
internal static class Likeness
{
    private const int Block = 8;

    /// <summary>The greatest difference of a block's mean in any channel, from 0 to 1; 1 where the sizes differ.</summary>
    public static double Farthest(Image one, Image other)
    {
        if ((one.Width, one.Height) != (other.Width, other.Height))
        {
            return 1;
        }

        double farthest = 0;
        for (var top = 0; top < one.Height; top += Block)
        {
            for (var left = 0; left < one.Width; left += Block)
            {
                for (var channel = 0; channel < 3; channel++)
                {
                    farthest = Math.Max(farthest, Math.Abs(Mean(one, left, top, channel) - Mean(other, left, top, channel)));
                }
            }
        }

        return farthest;
    }

    private static double Mean(Image image, int left, int top, int channel)
    {
        var (right, bottom) = (Math.Min(left + Block, image.Width), Math.Min(top + Block, image.Height));
        double sum = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                sum += image.Pixels[(((y * image.Width) + x) * image.Channels) + channel];
            }
        }

        return sum / ((right - left) * (bottom - top));
    }
}
