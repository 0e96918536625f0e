using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Several batches as one.</summary>
internal static class BatchJoining
{
    /// <summary>Joins batches: all get the size of the first, cut to its ratio, and as many channels as the one with the most.</summary>
    internal static Image Join(IReadOnlyList<Image> images, CancellationToken cancellation)
    {
        var (first, channels) = (images[0], images.Max(image => image.Channels));
        PictureBounds.Check(images.Sum(image => (long)image.Batch), first.Width, first.Height, channels);
        return Concatenate([.. images.Select(image
            => ImageScaling.Scale(image.WithChannels(channels), first.Width, first.Height, ScalingKernel.Bilinear, cropCentre: true, cancellation: cancellation))]);
    }

    /// <summary>Joins batches of pictures that have one size and number of channels.</summary>
    internal static Image Concatenate(IReadOnlyList<Image> images)
    {
        var first = images[0];
        PictureBounds.Check(images.Sum(image => (long)image.Batch), first.Width, first.Height, first.Channels);
        return images.Count == 1 ? first : Image.Create(images.Sum(image => image.Batch), first.Height, first.Width, first.Channels, pixels =>
        {
            var at = 0;
            foreach (var image in images)
            {
                image.Pixels.CopyTo(pixels.AsSpan(at));
                at += image.Pixels.Length;
            }
        });
    }

    /// <summary>Some pictures of a batch, one after the other.</summary>
    internal static Image Part(this Image image, int start, int count)
    {
        var size = image.Height * image.Width * image.Channels;
        return count == image.Batch ? image
            : Image.Create(count, image.Height, image.Width, image.Channels, pixels => image.Pixels.Slice(start * size, count * size).CopyTo(pixels));
    }
}
