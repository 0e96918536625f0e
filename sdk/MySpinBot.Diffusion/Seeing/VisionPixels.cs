using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Pictures as CLIP's vision network takes them: small squares, normalised by the mean and deviation of the pictures that it was trained with.</summary>
/// <remarks>ComfyUI's <c>clip_preprocess</c>; diffusers' <c>_resize_with_antialiasing</c> (pipeline_stable_video_diffusion.py), after kornia.</remarks>
internal static class VisionPixels
{
    private const int Colours = 3;

    private static readonly float[] Mean = [0.48145466f, 0.4578275f, 0.40821073f];
    private static readonly float[] Deviation = [0.26862954f, 0.26130258f, 0.27577711f];

    /// <summary>One picture of a batch, [3, side, side].</summary>
    /// <param name="image">Pictures: RGB; of RGBA the colours are taken, and grey is taken for all three.</param>
    /// <param name="picture">Which.</param>
    /// <param name="side">Side of the square.</param>
    /// <param name="how">How it is made small.</param>
    /// <param name="pixels">Room for the values.</param>
    /// <param name="cancellation">Ends the work between rows.</param>
    public static void Fill(Image image, int picture, int side, VisionPreprocessing how, Span<float> pixels, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(image);
        var square = how == VisionPreprocessing.Blurred ? Blurred(image, picture, side, cancellation) : Levels(image, picture, side, how == VisionPreprocessing.CentreCrop, cancellation);
        for (var c = 0; c < Colours; c++)
        {
            var plane = pixels.Slice(c * side * side, side * side);
            var channel = image.Channels >= Colours ? c : 0;
            for (var i = 0; i < plane.Length; i++)
            {
                plane[i] = (square[(i * image.Channels) + channel] - Mean[c]) / Deviation[c];
            }
        }
    }

    // diffusers blurs and interpolates values in −1..1 and brings them back; both keep sums, so that 0..1 gives the same.
    private static float[] Blurred(Image image, int picture, int side, CancellationToken cancellation)
        => Resized(image, picture, VisionTaps.Blurred(image.Width, side), VisionTaps.Blurred(image.Height, side), side, side, cancellation);

    // [side, side, channels], multiples of 1/255.
    private static float[] Levels(Image image, int picture, int side, bool crop, CancellationToken cancellation)
    {
        float[] values;
        if (image.Width == side && image.Height == side)
        {
            values = image.Picture(picture).ToArray();
        }
        else
        {
            var scale = (double)side / Math.Min(image.Width, image.Height);
            var (width, height) = crop ? (Rounded(scale * image.Width), Rounded(scale * image.Height)) : (side, side);
            var (across, down) = (VisionTaps.Averaged(image.Width, width), VisionTaps.Averaged(image.Height, height));
            values = Resized(image, picture, across.Part((width - side) / 2, side), down.Part((height - side) / 2, side), side, side, cancellation);
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = MathF.Round(Math.Clamp(values[i] * 255, 0, 255), MidpointRounding.ToEven) / 255;
        }

        return values;
    }

    private static int Rounded(double size) => checked((int)Math.Round(size, MidpointRounding.ToEven));

    private static float[] Resized(Image image, int picture, Taps across, Taps down, int width, int height, CancellationToken cancellation)
    {
        var size = image.Height * image.Width * image.Channels;
        var task = new ScalingTask(image.Memory.Slice(picture * size, size), 1, image.Height, image.Width, image.Channels, width, height, new ParallelOptions { MaxDegreeOfParallelism = 1, CancellationToken = cancellation });
        return TapScaling.Resize(task, across, down);
    }
}
