namespace MySpinBot.Diffusion;

/// <summary>A rectangle of latent cells. May reach beyond the latents at the right and below until it is clipped.</summary>
internal readonly record struct Window(int Y, int X, int Height, int Width)
{
    private long Cells => (long)Height * Width;

    /// <summary>All of some latents.</summary>
    public static Window Whole(LatentShape shape) => new(0, 0, shape.Height, shape.Width);

    /// <summary>What an area means on latents: shares are rounded half to even, and no side is below 1 cell.</summary>
    public static Window Of(ConditionArea area, LatentShape shape) => area.IsShare
        ? new Window(Round(area.Y * shape.Height), Round(area.X * shape.Width), Math.Max(1, Round(area.Height * shape.Height)), Math.Max(1, Round(area.Width * shape.Width)))
        : new Window(Round(area.Y), Round(area.X), Round(area.Height), Round(area.Width));

    /// <summary>The part that lies on the latents; null where none does.</summary>
    public Window? Clip(LatentShape shape)
    {
        var clipped = this with { Height = Math.Min(Height, shape.Height - Y), Width = Math.Min(Width, shape.Width - X) };
        return clipped is { Height: > 0, Width: > 0 } ? clipped : null;
    }

    /// <summary>Whether another lies inside.</summary>
    public bool Encloses(Window other)
        => other.Y >= Y && other.X >= X && (long)other.Y + other.Height <= (long)Y + Height && (long)other.X + other.Width <= (long)X + Width;

    /// <summary>Whether it has more cells than another.</summary>
    public bool IsLargerThan(Window other) => Cells > other.Cells;

    /// <summary>Cuts it out of a picture, [channels, shape's height, shape's width] to [channels, height, width].</summary>
    public void Cut(ReadOnlySpan<float> picture, int channels, LatentShape shape, Span<float> part)
    {
        if (this == Whole(shape))
        {
            picture.CopyTo(part);
            return;
        }

        for (var row = 0; row < channels * Height; row++)
        {
            var (channel, y) = (row / Height, row % Height);
            picture.Slice((((channel * shape.Height) + Y + y) * shape.Width) + X, Width).CopyTo(part[(row * Width)..]);
        }
    }

    private static int Round(double value) => (int)Math.Clamp(Math.Round(value, MidpointRounding.ToEven), 0, int.MaxValue / 2);
}
