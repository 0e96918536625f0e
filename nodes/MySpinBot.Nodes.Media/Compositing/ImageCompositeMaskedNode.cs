using System.ComponentModel.DataAnnotations;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A picture laid on another.</summary>
public static class ImageCompositeMaskedNode
{
    /// <summary>Lays a picture on another at a place, through a mask if there is one. What reaches beyond the edges is left out.</summary>
    /// <param name="destination">The pictures below.</param>
    /// <param name="source">The pictures on top; fewer than below are repeated in turn, more are left out.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="x">Where the left edge of the source lies, in pixels.</param>
    /// <param name="y">Where its top edge lies, in pixels.</param>
    /// <param name="resizeSource">Makes the source as large as the destination.</param>
    /// <param name="mask">How much of the source is seen: 1 all, 0 nothing. It is scaled to the source.</param>
    /// <returns>The destination with the source on it.</returns>
    [Node("ImageCompositeMasked", Title = "Composite images", Category = "image/compositing", Search = "overlay,layer,paste image,images composition,watermark", Need = nameof(Need))]
    public static Image Composite(
        Image destination,
        Image source,
        CancellationToken cancellation,
        [Range(0, 16384)] int x = 0,
        [Range(0, 16384)] int y = 0,
        bool resizeSource = false,
        Mask? mask = null)
    {
        if (source.Channels < destination.Channels && (source.Channels, destination.Channels) != (3, 4))
        {
            throw new NodeFailure($"The source has {source.Channels} channel(s) and the destination {destination.Channels}; give a source with red, green and blue.") { Input = "source" };
        }

        var top = resizeSource ? ImageScaling.Resize(source, destination.Width, destination.Height, ScalingKernel.Bilinear, cancellation: cancellation) : source;
        var through = mask is null || (mask.Width, mask.Height) == (top.Width, top.Height) ? mask
            : ImageScaling.Resize(mask, top.Width, top.Height, ScalingKernel.Bilinear, cancellation: cancellation);
        var pixels = destination.Pixels.ToArray();
        var (width, height) = (Math.Min(top.Width, destination.Width - x), Math.Min(top.Height, destination.Height - y));
        for (var i = 0; i < destination.Batch && width > 0; i++)
        {
            for (var row = 0; row < height; row++)
            {
                cancellation.ThrowIfCancellationRequested();
                var below = pixels.AsSpan(((((i * destination.Height) + y + row) * destination.Width) + x) * destination.Channels, width * destination.Channels);
                var above = top.Picture(i % top.Batch).Slice(row * top.Width * top.Channels, width * top.Channels);
                Lay(above, top.Channels, through is null ? [] : through.Picture(i % through.Batch).Slice(row * top.Width, width), below, destination.Channels);
            }
        }

        return Image.Own(destination.Batch, destination.Height, destination.Width, destination.Channels, pixels);
    }

    /// <summary>The new pictures, and the source in its new size.</summary>
    public static MemoryNeed Need(Image? destination, Image? source, bool resizeSource)
        => destination is null || source is null ? MemoryNeed.None
            : new(DeviceId.Cpu, (destination.Pixels.Length + (resizeSource ? (long)source.Batch * destination.Height * destination.Width * source.Channels : 0)) * sizeof(float));

    // A source with more channels loses the last ones, one with fewer is opaque. No weights: all of the source.
    private static void Lay(ReadOnlySpan<float> above, int aboveChannels, ReadOnlySpan<float> weights, Span<float> below, int channels)
    {
        for (int i = 0, from = 0, to = 0; to < below.Length; i++, from += aboveChannels, to += channels)
        {
            for (var c = 0; c < channels; c++)
            {
                var value = c < aboveChannels ? above[from + c] : 1f;
                below[to + c] = weights.IsEmpty ? value : (weights[i] * value) + ((1f - weights[i]) * below[to + c]);
            }
        }
    }
}
