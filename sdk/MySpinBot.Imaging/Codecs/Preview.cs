using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>Small pictures for looking at.</summary>
public static class Preview
{
    /// <summary>One picture of a batch as a JPEG whose longer side is at most <paramref name="maxSide"/>; never enlarged.</summary>
    public static byte[] Jpeg(Image image, int maxSide = 512, int index = 0, int quality = 80, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSide, 1);
        var shrink = Math.Min(1.0, (double)maxSide / Math.Max(image.Width, image.Height));
        var (width, height) = (Math.Max(1, (int)(image.Width * shrink)), Math.Max(1, (int)(image.Height * shrink)));
        var colour = Opaque(image, index);
        return ImageCodec.Encode(ImageScaling.Resize(colour, width, height, ScalingKernel.Area, cancellation: cancellation), new JpegEncoding(quality), cancellation: cancellation);
    }

    private static Image Opaque(Image image, int index)
    {
        var channels = Math.Min(3, image.Channels);
        var picture = image.Picture(index);
        var pixels = new float[picture.Length / image.Channels * channels];
        for (int from = 0, to = 0; to < pixels.Length; from += image.Channels, to += channels)
        {
            picture.Slice(from, channels).CopyTo(pixels.AsSpan(to));
        }

        return Image.Own(1, image.Height, image.Width, channels, pixels);
    }
}
