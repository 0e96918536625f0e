using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Pictures, whose colours lie side by side in 0..1, as planes of one colour each in what a network takes, and back.</summary>
internal static class PixelPlanes
{
    /// <summary>The middle of a picture as [3, height, width] of (value − shift) · scale. Grey is each colour; transparency is left out.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="index">Which.</param>
    /// <param name="height">Rows that are kept.</param>
    /// <param name="width">Columns that are kept.</param>
    /// <param name="isSigned">Whether the network takes −1..1, not 0..1.</param>
    /// <param name="planes">Room for the planes.</param>
    public static void Fill(Image image, int index, int height, int width, bool isSigned, Span<float> planes)
    {
        var picture = image.Picture(index);
        var channels = image.Channels;
        var (top, left) = ((image.Height - height) / 2, (image.Width - width) / 2);
        for (var colour = 0; colour < 3; colour++)
        {
            var plane = planes.Slice(colour * height * width, height * width);
            for (var y = 0; y < height; y++)
            {
                var row = picture.Slice((((top + y) * image.Width) + left) * channels, width * channels);
                for (var x = 0; x < width; x++)
                {
                    var value = row[(x * channels) + (channels < 3 ? 0 : colour)];
                    plane[(y * width) + x] = isSigned ? (value * 2) - 1 : value;
                }
            }
        }
    }

    /// <summary>Planes [3, height, width] as a picture [height, width, 3], kept within 0..1.</summary>
    /// <param name="planes">The planes.</param>
    /// <param name="isSigned">Whether they are −1..1, not 0..1.</param>
    /// <param name="picture">Room for the picture.</param>
    /// <returns>Whether all were numbers; what is none becomes black.</returns>
    public static bool Pour(ReadOnlySpan<float> planes, bool isSigned, Span<float> picture)
    {
        var (cells, isSound) = (planes.Length / 3, true);
        for (var i = 0; i < cells; i++)
        {
            for (var colour = 0; colour < 3; colour++)
            {
                var value = planes[(colour * cells) + i];
                isSound &= !float.IsNaN(value);
                value = isSigned ? (value + 1) / 2 : value;
                picture[(i * 3) + colour] = float.IsNaN(value) ? 0 : Math.Clamp(value, 0, 1);
            }
        }

        return isSound;
    }
}
