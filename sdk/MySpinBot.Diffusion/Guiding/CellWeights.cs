namespace MySpinBot.Diffusion;

/// <summary>How much each cell of a window counts, [masks, height, width]; pictures beyond the masks begin with the first again.</summary>
internal sealed class CellWeights
{
    /// <summary>Rows over which an area fades into what lies beside it, at most.</summary>
    private const int Fade = 8;

    private readonly float[] _values;
    private readonly int _cells;

    private CellWeights(float[] values, int cells) => (_values, _cells, IsOne) = (values, cells, !values.AsSpan().ContainsAnyExcept(1f));

    /// <summary>Whether every cell counts exactly 1.</summary>
    public bool IsOne { get; }

    /// <summary>The weights of a picture, [height, width].</summary>
    public ReadOnlySpan<float> Of(int picture) => _values.AsSpan(picture % (_values.Length / _cells) * _cells, _cells);

    /// <summary>A mask's, cut to the window.</summary>
    /// <param name="mask">Of the latents' size.</param>
    /// <param name="window">The cells.</param>
    /// <param name="maskStrength">What the mask is multiplied by first.</param>
    /// <param name="strength">What it is multiplied by then.</param>
    /// <param name="shape">The latents.</param>
    public static CellWeights Masked(Sdk.Mask mask, Window window, float maskStrength, float strength, LatentShape shape)
    {
        var cells = window.Height * window.Width;
        var values = new float[Math.Min(mask.Batch, shape.Batch) * cells];
        for (var i = 0; i < values.Length / cells; i++)
        {
            var part = values.AsSpan(i * cells, cells);
            window.Cut(mask.Values.Slice(i * shape.Height * shape.Width, shape.Height * shape.Width), 1, shape, part);
            foreach (ref var value in part)
            {
                value = value * maskStrength * strength;
            }
        }

        return new CellWeights(values, cells);
    }

    /// <summary>An area's: even, and fading at sides that are not the picture's.</summary>
    public static CellWeights Area(Window window, float strength, LatentShape shape)
    {
        var values = new float[window.Height * window.Width];
        values.AsSpan().Fill(strength);
        var (rows, columns) = (Math.Min(Fade, window.Height / 4), Math.Min(Fade, window.Width / 4));
        for (var t = 0; t < rows; t++)
        {
            var factor = (float)(1.0 / rows * (t + 1));
            FadeRow(t, factor, window.Y != 0);
            FadeRow(window.Height - 1 - t, factor, window.Y + window.Height < shape.Height);
        }

        for (var t = 0; t < columns; t++)
        {
            var factor = (float)(1.0 / columns * (t + 1));
            FadeColumn(t, factor, window.X != 0);
            FadeColumn(window.Width - 1 - t, factor, window.X + window.Width < shape.Width);
        }

        return new CellWeights(values, values.Length);

        void FadeRow(int y, float factor, bool applies)
        {
            for (var x = 0; applies && x < window.Width; x++)
            {
                values[(y * window.Width) + x] *= factor;
            }
        }

        void FadeColumn(int x, float factor, bool applies)
        {
            for (var y = 0; applies && y < window.Height; y++)
            {
                values[(y * window.Width) + x] *= factor;
            }
        }
    }

    /// <summary>What others leave: 1 less their sum, and no less than 0, over all of the latents and cut to a window. Null where nothing is left.</summary>
    public static CellWeights? Rest(IEnumerable<PlacedCondition> others, Window window, LatentShape shape)
    {
        var cells = shape.Height * shape.Width;
        var left = new float[shape.Batch * cells];
        left.AsSpan().Fill(1);
        foreach (var other in others)
        {
            for (var picture = 0; picture < shape.Batch; picture++)
            {
                Take(other, picture, left.AsSpan(picture * cells, cells), shape.Width);
            }
        }

        foreach (ref var value in left.AsSpan())
        {
            value = Math.Max(0, value);
        }

        if (!left.AsSpan().ContainsAnyExcept(0f))
        {
            return null;
        }

        var part = new float[shape.Batch * window.Height * window.Width];
        window.Cut(left, shape.Batch, shape, part);
        return new CellWeights(part, window.Height * window.Width);
    }

    private static void Take(PlacedCondition other, int picture, Span<float> left, int width)
    {
        var window = other.Window;
        var weights = other.Weights.Of(picture);
        for (var y = 0; y < window.Height; y++)
        {
            var row = left.Slice(((window.Y + y) * width) + window.X, window.Width);
            for (var x = 0; x < row.Length; x++)
            {
                row[x] -= weights[(y * window.Width) + x];
            }
        }
    }
}
