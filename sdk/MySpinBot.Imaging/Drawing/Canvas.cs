using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>One RGB picture being made: shapes and masks are laid over it in turn, then <see cref="ToImage"/> ends it. Not for several threads at once.</summary>
/// <remarks>Coordinates are pixels from the top left; what lies outside is cut off. Blending is in sRGB values: under + (colour - under) · opacity.</remarks>
public sealed class Canvas
{
    private float[]? _pixels;

    /// <summary>A canvas of one colour (its opacity is ignored).</summary>
    public Canvas(int width, int height, Colour colour)
        : this(width, height)
    {
        Shade((_, _) => colour with { Alpha = 1 });
    }

    private Canvas(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if ((decimal)width * height * 3 > Image.MaxValues)
        {
            throw new NodeFailure($"A canvas of {width} × {height} pixels is too large; at most {Image.MaxValues / 3} pixels are possible.");
        }

        (Width, Height, _pixels) = (width, height, new float[width * height * 3]);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    private float[] Pixels => _pixels ?? throw new InvalidOperationException("The canvas has become an image; draw before that.");

    /// <summary>A canvas that begins with one picture of a batch of one or three channels; of four, the colours are taken.</summary>
    public static Canvas From(Image image, int index = 0)
    {
        ArgumentNullException.ThrowIfNull(image);
        var canvas = new Canvas(image.Width, image.Height);
        var picture = image.Picture(index);
        for (var (from, to) = (0, 0); from < picture.Length; from += image.Channels, to += 3)
        {
            canvas.Pixels[to] = picture[from];
            canvas.Pixels[to + 1] = picture[image.Channels == 1 ? from : from + 1];
            canvas.Pixels[to + 2] = picture[image.Channels == 1 ? from : from + 2];
        }

        return canvas;
    }

    /// <summary>Lays over every pixel the colour that <paramref name="colourAt"/> gives for its column and row.</summary>
    public Canvas Shade(Func<int, int, Colour> colourAt) => ShadeWithin(0, 0, Width, Height, colourAt);

    /// <summary>A rectangle, with smooth edges at fractional coordinates and, if wanted, round corners.</summary>
    public Canvas FillRectangle(double x, double y, double width, double height, Colour colour, double cornerRadius = 0)
    {
        var radius = Math.Clamp(cornerRadius, 0, Math.Max(0, Math.Min(width, height) / 2));
        var (centreX, centreY) = (x + (width / 2), y + (height / 2));
        return ShadeWithin(Math.Floor(x), Math.Floor(y), Math.Ceiling(x + width), Math.Ceiling(y + height), (column, row) =>
        {
            // Signed distance to a rounded box, turned into coverage over one pixel.
            var dx = Math.Abs(column + 0.5 - centreX) - (width / 2) + radius;
            var dy = Math.Abs(row + 0.5 - centreY) - (height / 2) + radius;
            var distance = Math.Min(Math.Max(dx, dy), 0) + Math.Sqrt((Math.Max(dx, 0) * Math.Max(dx, 0)) + (Math.Max(dy, 0) * Math.Max(dy, 0))) - radius;
            return colour.Fade((float)Math.Clamp(0.5 - distance, 0, 1));
        });
    }

    /// <summary>A soft round light that fades from its centre to nothing at <paramref name="radius"/>.</summary>
    public Canvas Glow(double x, double y, double radius, Colour colour)
        => ShadeWithin(Math.Floor(x - radius), Math.Floor(y - radius), Math.Ceiling(x + radius), Math.Ceiling(y + radius), (column, row) =>
        {
            var (dx, dy) = (column + 0.5 - x, row + 0.5 - y);
            var way = Math.Min(1, Math.Sqrt((dx * dx) + (dy * dy)) / radius);
            return colour.Fade((float)((1 - way) * (1 - way) * (1 + (2 * way))));
        });

    /// <summary>A colour through a mask, such as text, with the mask's top left at (<paramref name="x"/>, <paramref name="y"/>).</summary>
    public Canvas Draw(Mask mask, int x, int y, Colour colour)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var (values, width) = (mask.Values[..(mask.Width * mask.Height)].ToArray(), mask.Width);
        return ShadeWithin(x, y, (double)x + width, (double)y + mask.Height, (column, row) => colour.Fade(values[((row - y) * width) + column - x]));
    }

    /// <summary>One picture of a batch, with its top left at (<paramref name="x"/>, <paramref name="y"/>); a fourth channel is its opacity.</summary>
    public Canvas Draw(Image image, int x, int y, int index = 0)
    {
        ArgumentNullException.ThrowIfNull(image);
        var picture = image.Picture(index);
        var (channels, green, blue) = (image.Channels, image.Channels == 1 ? 0 : 1, image.Channels == 1 ? 0 : 2);
        var (left, right) = (Math.Max(0, x), Math.Min(Width, (long)x + image.Width));
        for (var row = Math.Max(0, y); row < Math.Min(Height, (long)y + image.Height); row++)
        {
            for (var column = left; column < right; column++)
            {
                var pixel = picture.Slice(((((row - y) * image.Width) + column) - x) * channels, channels);
                Lay(Pixels.AsSpan(((row * Width) + column) * 3, 3), new Colour(pixel[0], pixel[green], pixel[blue], channels == 4 ? pixel[3] : 1));
            }
        }

        return this;
    }

    /// <summary>Adds a fine pattern of at most half an 8-bit level, so that smooth gradients show no bands when they are saved with 8 bits.</summary>
    public Canvas Dither()
    {
        var pixels = Pixels;
        for (int row = 0, i = 0; row < Height; row++)
        {
            for (var column = 0; column < Width; column++)
            {
                for (var channel = 0; channel < 3; channel++, i++)
                {
                    pixels[i] = Math.Clamp(pixels[i] + ((GradientNoise(column + (channel * 47), row + (channel * 17)) - 0.5f) / 255), 0, 1);
                }
            }
        }

        return this;
    }

    // Interleaved gradient noise (Jimenez, Next Generation Post Processing in Call of Duty, 2014): neighbours differ as much as they can.
    private static float GradientNoise(int x, int y)
    {
        var inner = (0.06711056f * x) + (0.00583715f * y);
        var outer = 52.9829189f * (inner - MathF.Floor(inner));
        return outer - MathF.Floor(outer);
    }

    /// <summary>Ends the drawing; the canvas cannot be used afterwards.</summary>
    public Image ToImage()
    {
        var image = Image.Own(1, Height, Width, 3, Pixels);
        _pixels = null;
        return image;
    }

    private Canvas ShadeWithin(double left, double top, double right, double bottom, Func<int, int, Colour> colourAt)
    {
        var (fromX, toX) = ((int)Math.Clamp(left, 0, Width), (int)Math.Clamp(right, 0, Width));
        var (fromY, toY) = ((int)Math.Clamp(top, 0, Height), (int)Math.Clamp(bottom, 0, Height));
        for (var row = fromY; row < toY; row++)
        {
            for (var column = fromX; column < toX; column++)
            {
                Lay(Pixels.AsSpan(((row * Width) + column) * 3, 3), colourAt(column, row));
            }
        }

        return this;
    }

    private static void Lay(Span<float> under, Colour colour)
    {
        if (colour.Alpha == 1)
        {
            (under[0], under[1], under[2]) = (colour.Red, colour.Green, colour.Blue); // exactly, where a difference and a sum would round
            return;
        }

        under[0] += (colour.Red - under[0]) * colour.Alpha;
        under[1] += (colour.Green - under[1]) * colour.Alpha;
        under[2] += (colour.Blue - under[2]) * colour.Alpha;
    }
}
