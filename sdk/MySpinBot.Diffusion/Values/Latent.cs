using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>An immutable batch of latents, [batch, channels, height, width] float32, as the autoencoder gives them (not multiplied by a model's scale).</summary>
[Socket("LATENT", Color = "#ff9cf9")]
public sealed class Latent
{
    /// <summary>The most values that a batch may hold.</summary>
    public const long MaxValues = 1L << 28;

    private readonly float[] _values;

    private Latent(LatentShape shape, float[] values) => (Shape, _values) = (shape, values);

    /// <summary>Its shape.</summary>
    public LatentShape Shape { get; }

    /// <summary>All values, [batch, channels, height, width].</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>All values, for work that is handed to other threads.</summary>
    public ReadOnlyMemory<float> Memory => _values;

    /// <summary>Where to paint: 1 is made new, 0 is kept. Of any size; it is scaled to the latents where it is used. Null for everywhere.</summary>
    public Mask? NoiseMask { get; private init; }

    /// <summary>Which pictures of a larger batch these are, so that each gets the noise that it has there; empty where they are a batch of their own.</summary>
    public ImmutableArray<int> BatchIndex { get; private init; } = [];

    /// <summary>Takes over <paramref name="values"/>: the caller must not write to it afterwards.</summary>
    /// <exception cref="ArgumentException">The array's length is not that of the shape, or a side is below 1.</exception>
    public static Latent Own(LatentShape shape, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return shape is { Batch: > 0, Channels: > 0, Height: > 0, Width: > 0 } && values.LongLength == shape.Count
            ? new Latent(shape, values)
            : throw new ArgumentException($"Latents of {shape} have as many values as its sides say, not {values.LongLength}, and no side below 1.", nameof(values));
    }

    /// <summary>Latents of zeros.</summary>
    public static Latent Zeros(LatentShape shape) => Own(shape, new float[shape.Count]);

    /// <summary>The values of one picture, [channels, height, width].</summary>
    public ReadOnlySpan<float> Picture(int index) => Values.Slice(index * Shape.Picture, Shape.Picture);

    /// <summary>The same pictures, painted where the mask says.</summary>
    public Latent WithNoiseMask(Mask? mask) => new(Shape, _values) { NoiseMask = mask, BatchIndex = BatchIndex };

    /// <summary>The same pictures, as these of a larger batch.</summary>
    /// <exception cref="ArgumentException">There are not as many places as pictures.</exception>
    public Latent WithBatchIndex(ImmutableArray<int> places)
        => places.IsDefaultOrEmpty || places.Length == Shape.Batch ? new(Shape, _values) { NoiseMask = NoiseMask, BatchIndex = places.IsDefault ? [] : places }
            : throw new ArgumentException($"{Shape.Batch} pictures have {Shape.Batch} places in a batch, not {places.Length}.", nameof(places));

    /// <summary>Other values in their place, with the same mask and places.</summary>
    public Latent WithValues(LatentShape shape, float[] values)
    {
        var changed = Own(shape, values);
        return new Latent(shape, changed._values) { NoiseMask = NoiseMask, BatchIndex = shape.Batch == Shape.Batch ? BatchIndex : [] };
    }
}
