using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Pictures with transparency as four channels, and as a picture with a mask.</summary>
public static class AlphaChannelNodes
{
    /// <summary>Puts a mask into a picture as its transparency.</summary>
    /// <param name="image">The pictures; a fourth channel that they have is replaced.</param>
    /// <param name="alpha">What is transparent: 1 where nothing is seen, as LoadImage gives it. It is scaled to the picture.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Pictures with four channels, as many as the longer input has; the shorter one is repeated in turn.</returns>
    [Node("JoinImageWithAlpha", Title = "Join image with alpha", Category = "image/compositing", Search = "add transparency,apply alpha,RGBA,four channels", Need = nameof(Need))]
    public static Image Join(Image image, Mask alpha, CancellationToken cancellation)
    {
        var channels = MaskConversionNodes.Coloured(image);
        var transparent = (alpha.Width, alpha.Height) == (image.Width, image.Height) ? alpha
            : ImageScaling.Resize(alpha, image.Width, image.Height, ScalingKernel.Bilinear, cancellation: cancellation);
        var batch = Math.Max(image.Batch, alpha.Batch);
        if ((decimal)batch * image.Height * image.Width * 4 > Image.MaxValues)
        {
            throw new NodeFailure($"{batch} picture(s) of {image.Width}×{image.Height} pixels with four channels are more than one image may hold ({Image.MaxValues} values); take fewer or smaller ones.");
        }

        return Image.Create(batch, image.Height, image.Width, 4, pixels =>
        {
            for (int i = 0, to = 0; i < batch; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var colours = image.Picture(i % image.Batch);
                var clear = transparent.Picture(i % transparent.Batch);
                for (var at = 0; at < clear.Length; at++, to += 4)
                {
                    colours.Slice(at * channels, 3).CopyTo(pixels.AsSpan(to));
                    pixels[to + 3] = 1f - clear[at];
                }
            }
        });
    }

    /// <summary>Takes the transparency out of a picture.</summary>
    /// <param name="image">The pictures.</param>
    /// <returns>image: The picture without its fourth channel; mask: What is transparent: 1 where nothing is seen; 0 everywhere if there is no fourth channel.</returns>
    [Node("SplitImageWithAlpha", Title = "Split image with alpha", Category = "image/compositing", Search = "extract alpha,separate transparency,remove alpha,flatten", Need = nameof(SplitNeed))]
    public static (Image Image, Mask Mask) Split(Image image)
    {
        var clear = new float[image.Pixels.Length / image.Channels];
        if (image.Channels < 4)
        {
            return (image, Mask.Own(image.Batch, image.Height, image.Width, clear));
        }

        var colours = Image.Create(image.Batch, image.Height, image.Width, 3, pixels =>
        {
            var given = image.Pixels;
            for (var i = 0; i < clear.Length; i++)
            {
                given.Slice(i * 4, 3).CopyTo(pixels.AsSpan(i * 3));
                clear[i] = 1f - given[(i * 4) + 3];
            }
        });
        return (colours, Mask.Own(image.Batch, image.Height, image.Width, clear));
    }

    /// <summary>The new pictures.</summary>
    public static MemoryNeed Need(Image? image, Mask? alpha)
        => image is null || alpha is null ? MemoryNeed.None : new(DeviceId.Cpu, (long)Math.Max(image.Batch, alpha.Batch) * image.Height * image.Width * 4 * sizeof(float));

    /// <summary>Picture and mask.</summary>
    public static MemoryNeed SplitNeed(Image? image) => image is null ? MemoryNeed.None : new(DeviceId.Cpu, (long)image.Pixels.Length * sizeof(float));
}
