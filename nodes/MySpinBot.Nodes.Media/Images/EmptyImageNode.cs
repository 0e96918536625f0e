using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A picture of one colour.</summary>
public static class EmptyImageNode
{
    /// <summary>Makes pictures of one colour.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="batchSize">How many pictures.</param>
    /// <param name="color">The colour as a number: 65536 × red + 256 × green + blue, each from 0 to 255.</param>
    /// <returns>The pictures.</returns>
    [Node("EmptyImage", Title = "Empty image", Category = "image", Search = "solid colour,blank", Need = nameof(Need))]
    public static Image Make([Range(1, 16384)] int width = 512, [Range(1, 16384)] int height = 512, [Range(1, 4096)] int batchSize = 1, [Range(0, 0xFFFFFF)] int color = 0)
    {
        PictureBounds.Check(batchSize, width, height, 3);
        float[] pixel = [(color >> 16 & 255) / 255f, (color >> 8 & 255) / 255f, (color & 255) / 255f];
        return Image.Create(batchSize, height, width, 3, pixels =>
        {
            for (var i = 0; i < pixels.Length; i += 3)
            {
                pixel.CopyTo(pixels, i);
            }
        });
    }

    /// <summary>The picture itself.</summary>
    public static MemoryNeed Need(int width, int height, int batchSize) => PictureBounds.Need(batchSize, width, height, 3);
}
