using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Pictures side by side.</summary>
public static class ImageStitchNode
{
    /// <summary>Puts a second picture beside the first. Where one batch is shorter, its last picture is repeated; where one has transparency, the other becomes opaque RGBA.</summary>
    /// <param name="image1">The first pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="direction">Where the second lies, seen from the first.</param>
    /// <param name="matchImageSize">Scale the second so that the sides that touch are equally long; otherwise the smaller one is centred between margins.</param>
    /// <param name="spacingWidth">Width of the strip between them, in pixels; an odd one is raised by one.</param>
    /// <param name="spacingColor">Colour of the strip. Margins are white for white, else black.</param>
    /// <param name="image2">The second pictures. Without them the first are returned as they are.</param>
    /// <returns>Both in one picture.</returns>
    [Node("ImageStitch", Title = "Stitch images", Category = "image/transform", Search = "combine images,join images,concatenate images,side by side", Need = nameof(Need))]
    public static Image Stitch(
        Image image1,
        CancellationToken cancellation,
        [Choices("right", "down", "left", "up")] string direction = "right",
        bool matchImageSize = true,
        [Range(0, 1024)] [Input(Step = 2, Advanced = true)] int spacingWidth = 0,
        [Choices("white", "black", "red", "green", "blue")] [Input(Advanced = true)] string spacingColor = "white",
        Image? image2 = null)
    {
        if (image2 is null)
        {
            return image1;
        }

        var across = direction is "right" or "left";
        var (first, second) = matchImageSize ? (image1, Matching(image2, image1, across, cancellation)) : Padded(image1, image2, across, spacingColor == "white" ? 1 : 0, cancellation);
        var channels = Math.Max(first.Channels, second.Channels);
        (first, second) = (first.WithChannels(channels), second.WithChannels(channels));
        return direction is "right" or "down"
            ? Together(first, second, across, spacingWidth + (spacingWidth % 2), spacingColor, cancellation)
            : Together(second, first, across, spacingWidth + (spacingWidth % 2), spacingColor, cancellation);
    }

    /// <summary>Both in one picture, and the second in its new size.</summary>
    public static MemoryNeed Need(Image? image1, Image? image2, string direction, bool matchImageSize)
    {
        if (image1 is null || image2 is null)
        {
            return MemoryNeed.None;
        }

        var across = direction is "right" or "left";
        var factor = !matchImageSize ? 1 : across ? (double)image1.Height / image2.Height : (double)image1.Width / image2.Width;
        var (width, height) = (image2.Width * factor, image2.Height * factor);
        var (wide, high) = across ? (image1.Width + width, Math.Max(image1.Height, height)) : (Math.Max(image1.Width, width), image1.Height + height);
        return PictureBounds.Need(2.0 * Math.Max(image1.Batch, image2.Batch), wide, high, Math.Max(image1.Channels, image2.Channels));
    }

    private static Image Matching(Image image, Image other, bool across, CancellationToken cancellation)
    {
        var ratio = (double)image.Width / image.Height;
        return across
            ? Resizing.To(image, (long)(other.Height * ratio), other.Height, "lanczos", "disabled", cancellation)
            : Resizing.To(image, other.Width, (long)(other.Width / ratio), "lanczos", "disabled", cancellation);
    }

    private static (Image First, Image Second) Padded(Image first, Image second, bool across, float value, CancellationToken cancellation)
    {
        var length = across ? Math.Max(first.Height, second.Height) : Math.Max(first.Width, second.Width);
        return (Pad(first), Pad(second));

        Image Pad(Image image) => across
            ? image.Height == length ? image : PicturePlacing.OnPlain(image, image.Width, length, 0, (length - image.Height) / 2, value, cancellation)
            : image.Width == length ? image : PicturePlacing.OnPlain(image, length, image.Height, (length - image.Width) / 2, 0, value, cancellation);
    }

    private static Image Together(Image first, Image second, bool across, int gap, string colour, CancellationToken cancellation)
    {
        var batch = Math.Max(first.Batch, second.Batch);
        var (width, height) = across ? (first.Width + gap + second.Width, first.Height) : (first.Width, first.Height + gap + second.Height);
        PictureBounds.Check(batch, width, height, first.Channels);
        return Image.Create(batch, height, width, first.Channels, pixels =>
        {
            var size = width * height * first.Channels;
            for (var i = 0; i < batch; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var target = pixels.AsSpan(i * size, size);
                if (gap > 0)
                {
                    Fill(target, colour, first.Channels);
                }

                first.Place(Math.Min(i, first.Batch - 1), target, width, 0, 0);
                second.Place(Math.Min(i, second.Batch - 1), target, width, across ? first.Width + gap : 0, across ? 0 : first.Height + gap);
            }
        });
    }

    private static void Fill(Span<float> target, string colour, int channels)
    {
        float[] pixel = [colour is "white" or "red" ? 1 : 0, colour is "white" or "green" ? 1 : 0, colour is "white" or "blue" ? 1 : 0, 1];
        for (var at = 0; at < target.Length; at += channels)
        {
            pixel.AsSpan(0, channels).CopyTo(target[at..]);
        }
    }
}
