namespace MySpinBot.Imaging;

/// <summary>Backgrounds that run from one colour into another.</summary>
public static class Gradients
{
    /// <summary>A straight gradient over a whole canvas.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="from">The colour where it begins.</param>
    /// <param name="to">The colour where it ends.</param>
    /// <param name="angle">Its direction in degrees: 0 runs to the right, 90 down. The corners get the pure colours.</param>
    public static Canvas Linear(int width, int height, Colour from, Colour to, double angle = 90)
    {
        var (dx, dy) = (Math.Cos(angle * Math.PI / 180), Math.Sin(angle * Math.PI / 180));
        var reach = (Math.Abs(dx) * width) + (Math.Abs(dy) * height);
        return new Canvas(width, height, from).Shade((x, y)
            => from.Toward(to, (float)Math.Clamp((((x + 0.5 - (width / 2.0)) * dx) + ((y + 0.5 - (height / 2.0)) * dy)) / reach + 0.5, 0, 1)) with { Alpha = 1 });
    }

    /// <summary>A quiet background for lettering: a diagonal gradient with two soft lights and darkened edges.</summary>
    public static Canvas Soft(int width, int height, Colour from, Colour to)
    {
        var reach = Math.Max(width, height);
        return Linear(width, height, from, to, angle: 35)
            .Glow(width * 0.2, height * 0.15, reach * 0.55, from.Toward(Colour.White, 0.5f).Fade(0.35f))
            .Glow(width * 0.85, height * 0.9, reach * 0.5, to.Toward(Colour.White, 0.35f).Fade(0.3f))
            .Shade((x, y) => Colour.Black.Fade((float)Vignette(x, y, width, height)));
    }

    private static double Vignette(int x, int y, int width, int height)
    {
        var (dx, dy) = (((x + 0.5) / width) - 0.5, ((y + 0.5) / height) - 0.5);
        return 0.5 * Math.Clamp((dx * dx) + (dy * dy) - 0.1, 0, 1);
    }
}
