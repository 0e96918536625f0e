using System.ComponentModel.DataAnnotations;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Pictures of few colours.</summary>
public static class ImageQuantizeNode
{
    /// <summary>Reduces pictures to a number of colours, chosen for each picture. Transparency is kept.</summary>
    /// <remarks>Patterns of Bayer are as strong as the palette is coarse: two steps between evenly spread colours.</remarks>
    /// <param name="image">The pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="colors">The most colours that a picture has afterwards.</param>
    /// <param name="dither">How colours in between are imitated: not at all, by passing each pixel's error on to its neighbours, or with a regular pattern.</param>
    /// <returns>The picture in few colours.</returns>
    [Node("ImageQuantize", Title = "Quantize image", Category = "image/filter", Search = "palette,reduce colors,posterize,dither,retro", Need = nameof(Need))]
    public static Image Quantize(
        Image image,
        CancellationToken cancellation,
        [Range(1, 256)] int colors = 256,
        [Choices("none", "floyd-steinberg", "bayer-2", "bayer-4", "bayer-8", "bayer-16")] string dither = "none")
    {
        var given = image.Channels == 1 ? image.WithChannels(3) : image;
        return Image.Create(given.Batch, given.Height, given.Width, given.Channels, pixels =>
        {
            var levels = new byte[given.Width * given.Height * 3];
            for (var i = 0; i < given.Batch; i++)
            {
                var picture = given.Picture(i);
                ToLevels(picture, given.Channels, levels);
                var palette = ColourPalette.Of(levels, colors, cancellation);
                Dithering.Apply(levels, given.Width, palette, dither, cancellation);
                FromLevels(levels, picture, given.Channels, pixels.AsSpan(i * picture.Length, picture.Length));
            }
        });
    }

    /// <summary>The new pictures, and the levels of one.</summary>
    public static MemoryNeed Need(Image? image) => image is null ? MemoryNeed.None : PictureBounds.Need(image.Batch + 1, image.Width, image.Height, image.Channels);

    private static void ToLevels(ReadOnlySpan<float> picture, int channels, Span<byte> levels)
    {
        if (channels == 3)
        {
            Levels.ToBytes(picture, levels);
            return;
        }

        for (int from = 0, to = 0; from < picture.Length; from += channels, to += 3)
        {
            Levels.ToBytes(picture.Slice(from, 3), levels.Slice(to, 3));
        }
    }

    private static void FromLevels(ReadOnlySpan<byte> levels, ReadOnlySpan<float> picture, int channels, Span<float> result)
    {
        if (channels == 3)
        {
            Levels.ToValues(levels, result);
            return;
        }

        for (int to = 0, from = 0; to < result.Length; to += channels, from += 3)
        {
            Levels.ToValues(levels.Slice(from, 3), result.Slice(to, 3));
            result[to + 3] = picture[to + 3];
        }
    }
}
