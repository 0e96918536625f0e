namespace MySpinBot.Sdk;

/// <summary>An immutable batch of masks, [batch, height, width] float32, row-major, in 0..1.</summary>
public sealed class Mask
{
    private readonly float[] _values;

    private Mask(int batch, int height, int width, float[] values) => (Batch, Height, Width, _values) = (batch, height, width, values);

    /// <summary>Number of masks.</summary>
    public int Batch { get; }

    /// <summary>Rows of each mask.</summary>
    public int Height { get; }

    /// <summary>Columns of each mask.</summary>
    public int Width { get; }

    /// <summary>All values, [batch, height, width].</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Takes over <paramref name="values"/>: the caller must not write to it afterwards.</summary>
    /// <exception cref="ArgumentException">The array's length is not batch × height × width.</exception>
    public static Mask Own(int batch, int height, int width, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        return values.LongLength == (long)batch * height * width
            ? new Mask(batch, height, width, values)
            : throw new ArgumentException($"A mask of [{batch}, {height}, {width}] has {(long)batch * height * width} values, not {values.LongLength}.", nameof(values));
    }
}
