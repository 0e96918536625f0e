using System.ComponentModel.DataAnnotations;
using System.Numerics;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Shapes made thicker and thinner.</summary>
public static class MorphologyNode
{
    /// <summary>Gives each pixel the lightest or darkest value around it, channel by channel, or the difference of such pictures.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="operation">erode: the darkest. dilate: the lightest. open: erode, then dilate. close: dilate, then erode. gradient: dilated less eroded.
    /// bottom_hat: closed less the picture. top_hat: the picture less opened.</param>
    /// <param name="kernelSize">Side of the square that is looked at, in pixels.</param>
    /// <returns>The changed picture.</returns>
    [Node("Morphology", Title = "Image morphology", Category = "image/filter", Search = "erode,dilate,open,close,outline,thicken,thin", Need = nameof(Need))]
    public static Image Change(
        Image image,
        CancellationToken cancellation,
        [Choices("erode", "dilate", "open", "close", "gradient", "bottom_hat", "top_hat")] string operation = "erode",
        [Range(3, 999)] int kernelSize = 3)
    {
        return operation switch
        {
            "dilate" => Dilate(image),
            "open" => Dilate(Erode(image)),
            "close" => Erode(Dilate(image)),
            "gradient" => PerValue.Mix(Dilate(image), Erode(image), default(Less), cancellation),
            "bottom_hat" => PerValue.Mix(Erode(Dilate(image)), image, default(Less), cancellation),
            "top_hat" => PerValue.Mix(image, Dilate(Erode(image)), default(Less), cancellation),
            _ => Erode(image),
        };

        Image Dilate(Image given) => Extremes<Lighter>(given, kernelSize, float.NegativeInfinity, cancellation);

        Image Erode(Image given) => Extremes<Darker>(given, kernelSize, float.PositiveInfinity, cancellation);
    }

    /// <summary>Up to three pictures of the given size at a time.</summary>
    public static MemoryNeed Need(Image? image) => PictureBounds.Need(image, 3);

    private static Image Extremes<TMix>(Image image, int side, float beyond, CancellationToken cancellation)
        where TMix : struct, IValueMix
        => Image.Create(image.Batch, image.Height, image.Width, image.Channels, pixels =>
        {
            var row = image.Width * image.Channels;
            var strip = new float[row + ((side - 1) * image.Channels)];
            var tall = new float[(image.Height + side - 1) * row];
            for (var i = 0; i < image.Batch; i++)
            {
                var target = pixels.AsSpan(i * image.Height * row, image.Height * row);
                for (var y = 0; y < image.Height; y++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Slide<TMix>(image.Picture(i).Slice(y * row, row), strip, image.Channels, side, beyond, target.Slice(y * row, row));
                }

                Slide<TMix>(target, tall, row, side, beyond, target);
            }
        });

    // The extreme of a window is that of two overlapping ones half as long: each step doubles what one place has seen.
    private static void Slide<TMix>(ReadOnlySpan<float> values, Span<float> seen, int stride, int window, float beyond, Span<float> result)
        where TMix : struct, IValueMix
    {
        var before = window / 2 * stride;
        seen[..before].Fill(beyond);
        values.CopyTo(seen[before..]);
        seen[(before + values.Length)..].Fill(beyond);
        var covered = 1;
        for (; covered * 2 <= window; covered *= 2)
        {
            PerValue.Mix(seen[..^(covered * stride)], seen[(covered * stride)..], seen[..^(covered * stride)], default(TMix));
        }

        PerValue.Mix(seen[..result.Length], seen.Slice((window - covered) * stride, result.Length), result, default(TMix));
    }

    private readonly struct Lighter : IValueMix
    {
        public Vector<float> Of(Vector<float> first, Vector<float> second) => Vector.Max(first, second);
    }

    private readonly struct Darker : IValueMix
    {
        public Vector<float> Of(Vector<float> first, Vector<float> second) => Vector.Min(first, second);
    }

    private readonly struct Less : IValueMix
    {
        public Vector<float> Of(Vector<float> first, Vector<float> second) => first - second;
    }
}
