using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Small pictures of frames, to show while work is under way: quick rather than beautiful.</summary>
internal static class FrameThumbnail
{
    private const int LongestSide = 512;

    /// <summary>A frame, every so many pixels of it.</summary>
    /// <param name="frame">Packed RGB, [height, width, 3].</param>
    /// <param name="width">Its columns.</param>
    /// <param name="height">Its rows.</param>
    public static Image Of(ReadOnlySpan<byte> frame, int width, int height)
    {
        var step = ((Math.Max(width, height) - 1) / LongestSide) + 1;
        var (columns, rows) = (((width - 1) / step) + 1, ((height - 1) / step) + 1);
        var pixels = new float[rows * columns * 3];
        for (int row = 0, to = 0; row < rows; row++)
        {
            var line = frame.Slice(row * step * width * 3, width * 3);
            for (var column = 0; column < columns; column++, to += 3)
            {
                var pixel = line.Slice(column * step * 3, 3);
                (pixels[to], pixels[to + 1], pixels[to + 2]) = (Levels.FromByte(pixel[0]), Levels.FromByte(pixel[1]), Levels.FromByte(pixel[2]));
            }
        }

        return Image.Own(1, rows, columns, 3, pixels);
    }
}
