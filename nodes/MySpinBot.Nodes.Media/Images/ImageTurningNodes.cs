using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Pictures turned and mirrored, pixel by pixel.</summary>
public static class ImageTurningNodes
{
    // Rows that are turned together, so that the columns they become lie in the processor's cache.
    private const int Band = 16;

    /// <summary>Turns pictures clockwise by quarters.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="rotation">How far.</param>
    /// <returns>The picture, turned.</returns>
    [Node("ImageRotate", Title = "Rotate image", Category = "image/transform", Search = "turn,orientation", Need = nameof(Need))]
    public static Image Rotate(Image image, CancellationToken cancellation, [Choices("none", "90 degrees", "180 degrees", "270 degrees")] string rotation = "none") => rotation switch
    {
        "90 degrees" => Quarter(image, clockwise: true, cancellation),
        "180 degrees" => Mirror(image, across: true, down: true, cancellation),
        "270 degrees" => Quarter(image, clockwise: false, cancellation),
        _ => image,
    };

    /// <summary>Mirrors pictures.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="flipMethod">At which axis: x puts the top to the bottom, y the left to the right.</param>
    /// <returns>The picture, mirrored.</returns>
    [Node("ImageFlip", Title = "Flip image", Category = "image/transform", Search = "mirror,reflect", Need = nameof(Need))]
    public static Image Flip(Image image, CancellationToken cancellation, [Choices("x-axis: vertically", "y-axis: horizontally")] string flipMethod = "x-axis: vertically")
        => Mirror(image, across: flipMethod[0] == 'y', down: flipMethod[0] == 'x', cancellation);

    /// <summary>The new pictures.</summary>
    public static MemoryNeed Need(Image? image) => PictureBounds.Need(image);

    private static Image Mirror(Image image, bool across, bool down, CancellationToken cancellation)
        => Image.Create(image.Batch, image.Height, image.Width, image.Channels, pixels =>
        {
            var row = image.Width * image.Channels;
            for (var i = 0; i < image.Batch * image.Height; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var (number, y) = Math.DivRem(i, image.Height);
                var from = image.Picture(number).Slice((down ? image.Height - 1 - y : y) * row, row);
                var to = pixels.AsSpan(i * row, row);
                if (across)
                {
                    Copy(from, row - image.Channels, -image.Channels, to, 0, image.Channels, image.Width, image.Channels);
                }
                else
                {
                    from.CopyTo(to);
                }
            }
        });

    private static Image Quarter(Image image, bool clockwise, CancellationToken cancellation)
        => Image.Create(image.Batch, image.Width, image.Height, image.Channels, pixels =>
        {
            var (row, toRow) = (image.Width * image.Channels, image.Height * image.Channels);
            for (var number = 0; number < image.Batch; number++)
            {
                var from = image.Picture(number);
                var to = pixels.AsSpan(number * from.Length, from.Length);
                for (var top = 0; top < image.Height; top += Band)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var rows = Math.Min(Band, image.Height - top);
                    for (var x = 0; x < image.Width; x++)
                    {
                        var (toY, toX) = clockwise ? (x, image.Height - 1 - top) : (image.Width - 1 - x, top);
                        Copy(from, (top * row) + (x * image.Channels), row, to, (toY * toRow) + (toX * image.Channels), clockwise ? -image.Channels : image.Channels, rows, image.Channels);
                    }
                }
            }
        });

    private static void Copy(ReadOnlySpan<float> from, int fromStart, int fromStep, Span<float> to, int toStart, int toStep, int count, int channels)
    {
        for (var i = 0; i < count; i++, fromStart += fromStep, toStart += toStep)
        {
            for (var c = 0; c < channels; c++)
            {
                to[toStart + c] = from[fromStart + c];
            }
        }
    }
}
