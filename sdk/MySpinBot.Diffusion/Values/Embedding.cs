namespace MySpinBot.Diffusion;

/// <summary>What an encoder made of a text or a picture: an immutable [batch, tokens, width] float32.</summary>
public sealed class Embedding
{
    /// <summary>The most values that one may hold.</summary>
    public const long MaxValues = 1L << 26;

    private readonly float[] _values;

    private Embedding(int batch, int tokens, int width, float[] values) => (Batch, Tokens, Width, _values) = (batch, tokens, width, values);

    /// <summary>How many texts or pictures; 1 is used for every one of a batch.</summary>
    public int Batch { get; }

    /// <summary>How many vectors each has.</summary>
    public int Tokens { get; }

    /// <summary>How many values a vector has.</summary>
    public int Width { get; }

    /// <summary>All values, [batch, tokens, width].</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>All values, for work that is handed to other threads.</summary>
    public ReadOnlyMemory<float> Memory => _values;

    /// <summary>Takes over <paramref name="values"/>: the caller must not write to it afterwards.</summary>
    /// <exception cref="ArgumentException">The array's length is not batch × tokens × width.</exception>
    public static Embedding Own(int batch, int tokens, int width, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        return values.LongLength == (long)batch * tokens * width ? new Embedding(batch, tokens, width, values)
            : throw new ArgumentException($"An embedding of [{batch}, {tokens}, {width}] has {(long)batch * tokens * width} values, not {values.LongLength}.", nameof(values));
    }
}
