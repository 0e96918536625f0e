using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>What happens to the bright parts of a picture.</summary>
public enum MorphologyOperation
{
    /// <summary>Bright parts shrink: the smallest value around.</summary>
    [Choice("erode")]
    Erode,

    /// <summary>Bright parts grow: the greatest value around.</summary>
    [Choice("dilate")]
    Dilate,

    /// <summary>Small bright parts vanish: erode, then dilate.</summary>
    [Choice("open")]
    Open,

    /// <summary>Small dark parts vanish: dilate, then erode.</summary>
    [Choice("close")]
    Close,

    /// <summary>Edges: dilated minus eroded.</summary>
    [Choice("gradient")]
    Gradient,

    /// <summary>Small dark parts alone: closed minus given.</summary>
    [Choice("bottom_hat")]
    BottomHat,

    /// <summary>Small bright parts alone: given minus opened.</summary>
    [Choice("top_hat")]
    TopHat,
}

/// <summary>Mathematical morphology with squares.</summary>
public static class MorphologyNode
{
    /// <summary>Lets bright parts of a picture grow or shrink, or finds edges and small details. Each channel is treated by itself.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="context">Learns how many pictures are done.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="operation">What happens to the bright parts.</param>
    /// <param name="kernelSize">The side of the square around each pixel, in pixels. An even one reaches a pixel further left and up.</param>
    /// <returns>The picture, changed.</returns>
    [Node("Morphology", Title = "Morphology", Category = "image/filter", Search = "erode,dilate,opening,closing,top hat,bottom hat,edges", Need = nameof(Need))]
    public static Image Apply(
        Image image, NodeContext context, CancellationToken cancellation, MorphologyOperation operation = MorphologyOperation.Erode, [Range(3, 999)] int kernelSize = 3)
    {
        var raster = new Raster(image.Height, image.Width, image.Channels);
        var (greatest, least) = (new RunningExtremum<Greatest>(raster, cancellation), new RunningExtremum<Least>(raster, cancellation));
        return Image.Create(image.Batch, image.Height, image.Width, image.Channels, pixels =>
        {
            for (var i = 0; i < image.Batch; i++)
            {
                Of(image.Picture(i)).CopyTo(pixels, i * raster.Length);
                context.Progress(i + 1, image.Batch, "picture");
            }
        });

        float[] Of(ReadOnlySpan<float> given) => operation switch
        {
            MorphologyOperation.Erode => Erode(given.ToArray()),
            MorphologyOperation.Dilate => Dilate(given.ToArray()),
            MorphologyOperation.Open => Dilate(Erode(given.ToArray())),
            MorphologyOperation.Close => Erode(Dilate(given.ToArray())),
            MorphologyOperation.Gradient => Difference(Dilate(given.ToArray()), Erode(given.ToArray())),
            MorphologyOperation.BottomHat => Difference(Erode(Dilate(given.ToArray())), given),
            _ => Difference(given, Dilate(Erode(given.ToArray()))),
        };

        // The square's middle is at half its side, rounded down, for both, as in kornia.
        float[] Erode(float[] values) => least.Square(values, kernelSize / 2, kernelSize - (kernelSize / 2) - 1);

        float[] Dilate(float[] values) => greatest.Square(values, kernelSize / 2, kernelSize - (kernelSize / 2) - 1);
    }

    /// <summary>The new pictures, and four at work.</summary>
    public static MemoryNeed Need(Image? image)
        => image is null ? MemoryNeed.None : new(DeviceId.Cpu, (image.Batch + 4L) * image.Height * image.Width * image.Channels * sizeof(float));

    private static float[] Difference(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var result = GC.AllocateUninitializedArray<float>(one.Length);
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = one[i] - other[i];
        }

        return result;
    }
}
