using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Pictures copied into larger ones.</summary>
internal static class PicturePlacing
{
    /// <summary>Copies picture <paramref name="number"/> of a batch into values [rows, <paramref name="targetWidth"/>, channels], its upper left corner at (x, y).</summary>
    internal static void Place(this Image image, int number, Span<float> target, int targetWidth, int x, int y)
    {
        var picture = image.Picture(number);
        var row = image.Width * image.Channels;
        for (var i = 0; i < image.Height; i++)
        {
            picture.Slice(i * row, row).CopyTo(target[((((y + i) * targetWidth) + x) * image.Channels)..]);
        }
    }

    /// <summary>Each picture of a batch on a larger one of one value.</summary>
    internal static Image OnPlain(Image image, int width, int height, int x, int y, float value, CancellationToken cancellation)
    {
        PictureBounds.Check(image.Batch, width, height, image.Channels);
        return Image.Create(image.Batch, height, width, image.Channels, pixels =>
        {
            var size = height * width * image.Channels;
            for (var i = 0; i < image.Batch; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var target = pixels.AsSpan(i * size, size);
                target.Fill(value);
                image.Place(i, target, width, x, y);
            }
        });
    }
}
