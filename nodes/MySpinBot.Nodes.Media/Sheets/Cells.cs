using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A place on a sheet, in pixels.</summary>
internal readonly record struct Cell(int X, int Y, int Width, int Height);

/// <summary>Draws pictures into cells.</summary>
internal static class Cells
{
    /// <summary>Draws one picture of a batch, fitted as ImageGrid's <c>fit</c> says.</summary>
    public static void Draw(Canvas canvas, Image image, int index, Cell cell, string fit, CancellationToken cancellation)
    {
        var picture = Image.Own(1, image.Height, image.Width, image.Channels, image.Picture(index).ToArray());
        var (x, y) = ((double)cell.Width / image.Width, (double)cell.Height / image.Height);
        var (scaleX, scaleY) = fit switch
        {
            "cover" => (Math.Max(x, y), Math.Max(x, y)),
            "stretch" => (x, y),
            "none" => (1, 1),
            _ => (Math.Min(x, y), Math.Min(x, y)),
        };
        picture = Cut(picture, cell, scaleX, scaleY);
        var (width, height) = (Math.Min(cell.Width, Scaled(picture.Width, scaleX)), Math.Min(cell.Height, Scaled(picture.Height, scaleY)));
        if ((width, height) != (picture.Width, picture.Height))
        {
            picture = ImageScaling.Resize(picture, width, height, ScalingKernel.Lanczos, cancellation: cancellation);
        }

        canvas.Draw(picture, cell.X + ((cell.Width - width) / 2), cell.Y + ((cell.Height - height) / 2));
    }

    // What would lie outside of the cell goes before scaling, so that a cell costs no more than it shows.
    private static Image Cut(Image picture, Cell cell, double scaleX, double scaleY)
    {
        var (width, height) = (Math.Clamp((int)Math.Round(cell.Width / scaleX), 1, picture.Width), Math.Clamp((int)Math.Round(cell.Height / scaleY), 1, picture.Height));
        return (width, height) == (picture.Width, picture.Height) ? picture
            : Part(picture, (picture.Width - width) / 2, (picture.Height - height) / 2, width, height);
    }

    private static Image Part(Image picture, int left, int top, int width, int height) => Image.Create(1, height, width, picture.Channels, pixels =>
    {
        var (row, whole) = (width * picture.Channels, picture.Width * picture.Channels);
        for (var y = 0; y < height; y++)
        {
            picture.Pixels.Slice(((top + y) * whole) + (left * picture.Channels), row).CopyTo(pixels.AsSpan(y * row));
        }
    });

    private static int Scaled(int length, double scale) => Math.Max(1, (int)Math.Round(length * scale));
}
