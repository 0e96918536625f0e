using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Pictures and masks as inpainting wants them: cut to what an autoencoder takes, grey where it is painted.</summary>
/// <remarks>ComfyUI, VAEEncodeForInpaint and InpaintModelConditioning.</remarks>
/// <param name="Picture">The picture, grey where the mask is.</param>
/// <param name="Whole">The picture, cut in the same way.</param>
/// <param name="Mask">The mask in the picture's size, cut in the same way.</param>
internal sealed record PaintedOver(Image Picture, Image Whole, Mask Mask)
{
    /// <summary>Prepares.</summary>
    /// <param name="pixels">The pictures.</param>
    /// <param name="mask">Where is painted: 1. Scaled to the pictures; from the first again where there are fewer.</param>
    /// <param name="factor">What sides have to be a multiple of.</param>
    /// <param name="cancellation">Stops the scaling.</param>
    /// <exception cref="NodeFailure">The pictures are smaller than that.</exception>
    public static PaintedOver Of(Image pixels, Mask mask, int factor, CancellationToken cancellation)
    {
        var (height, width) = (pixels.Height / factor * factor, pixels.Width / factor * factor);
        if (height == 0 || width == 0)
        {
            throw new NodeFailure($"A picture of {pixels.Width}×{pixels.Height} pixels is too small to encode; {factor}×{factor} is the smallest.") { Input = "pixels" };
        }

        var (left, top) = (pixels.Width % factor / 2, pixels.Height % factor / 2);
        var whole = ImageScaling.Crop(pixels, left, top, width, height);
        var fitting = LatentScaling.Resize(mask, pixels.Width, pixels.Height, cancellation);
        var seen = Mask.Own(mask.Batch, height, width, ImageScaling.Crop(Image.Own(mask.Batch, pixels.Height, pixels.Width, 1, fitting.Values.ToArray()), left, top, width, height).Pixels.ToArray());
        return new PaintedOver(Grey(whole, seen), whole, seen);
    }

    /// <summary>The mask, rounded, with all that lies within some pixels of it: so that nothing is seen of a border in the latents.</summary>
    /// <param name="by">By how many pixels; 0 for as it is, rounded.</param>
    /// <param name="cancellation">Stops the work between rows.</param>
    public Mask Grown(int by, CancellationToken cancellation)
    {
        var rounded = new float[Mask.Values.Length];
        for (var i = 0; i < rounded.Length; i++)
        {
            rounded[i] = MathF.Round(Mask.Values[i]);
        }

        // A square of by·by ones, which lies one pixel farther to the left and top where by is even.
        var (before, after) = by == 0 ? (0, 0) : (by / 2, by - 1 - (by / 2));
        var (height, width) = (Mask.Height, Mask.Width);
        var across = new float[rounded.Length];
        var grown = new float[rounded.Length];
        for (var row = 0; row < Mask.Batch * height; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var x = 0; x < width; x++)
            {
                across[(row * width) + x] = Any(rounded.AsSpan(row * width, width), Math.Max(x - before, 0), Math.Min(x + after, width - 1));
            }
        }

        for (var row = 0; row < Mask.Batch * height; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (first, y) = (row / height * height, row % height);
            for (var other = Math.Max(y - before, 0); other <= Math.Min(y + after, height - 1); other++)
            {
                for (var x = 0; x < width; x++)
                {
                    grown[(row * width) + x] = Math.Max(grown[(row * width) + x], across[((first + other) * width) + x]);
                }
            }
        }

        return Mask.Own(Mask.Batch, height, width, grown);
    }

    private static float Any(ReadOnlySpan<float> row, int from, int to)
    {
        for (var x = from; x <= to; x++)
        {
            if (row[x] > 0)
            {
                return 1;
            }
        }

        return 0;
    }

    private static Image Grey(Image whole, Mask mask)
    {
        var (pixels, size) = (whole.Pixels.ToArray(), whole.Height * whole.Width);
        for (var i = 0; i < whole.Batch * size; i++)
        {
            var kept = 1 - MathF.Round(mask.Values[(i / size % mask.Batch * size) + (i % size)]);
            for (var channel = 0; channel < Math.Min(whole.Channels, 3); channel++)
            {
                ref var value = ref pixels[(i * whole.Channels) + channel];
                value = ((value - 0.5f) * kept) + 0.5f;
            }
        }

        return Image.Own(whole.Batch, whole.Height, whole.Width, whole.Channels, pixels);
    }
}
