using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>The byte form of a <see cref="DiffusionModel"/>.</summary>
public sealed class DiffusionModelCodec : IValueCodec<DiffusionModel>
{
    /// <inheritdoc/>
    public string Name => "diffusion-model-1";

    /// <inheritdoc/>
    public void Encode(DiffusionModel value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        new ValueWriter(output).Model(value);
    }

    /// <inheritdoc/>
    public DiffusionModel Decode(Stream input)
    {
        var reader = new ValueReader(input, "a model");
        return reader.End(reader.Model());
    }
}

/// <summary>The byte form of a <see cref="Diffusion.Conditioning"/>.</summary>
public sealed class ConditioningCodec : IValueCodec<Conditioning>
{
    /// <inheritdoc/>
    public string Name => "conditioning-1";

    /// <inheritdoc/>
    public void Encode(Conditioning value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        new ValueWriter(output).Conditioning(value);
    }

    /// <inheritdoc/>
    public Conditioning Decode(Stream input)
    {
        var reader = new ValueReader(input, "a conditioning");
        return reader.End(reader.Conditioning());
    }
}

/// <summary>The byte form of a <see cref="Latent"/>.</summary>
public sealed class LatentCodec : IValueCodec<Latent>
{
    /// <inheritdoc/>
    public string Name => "latent-1";

    /// <inheritdoc/>
    public void Encode(Latent value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        new ValueWriter(output).Latent(value);
    }

    /// <inheritdoc/>
    public Latent Decode(Stream input)
    {
        var reader = new ValueReader(input, "a latent");
        return reader.End(reader.Latent());
    }
}

/// <summary>The byte form of <see cref="Sigmas"/>.</summary>
public sealed class SigmasCodec : IValueCodec<Sigmas>
{
    private const int MostSigmas = 1 << 20;

    /// <inheritdoc/>
    public string Name => "sigmas-1";

    /// <inheritdoc/>
    public void Encode(Sigmas value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        var writer = new ValueWriter(output);
        writer.Int32(value.Values.Length);
        writer.Floats(value.Values.AsSpan());
    }

    /// <inheritdoc/>
    public Sigmas Decode(Stream input)
    {
        var reader = new ValueReader(input, "sigmas");
        return reader.End(new Sigmas([.. reader.Floats(reader.Int32(0, MostSigmas))]));
    }
}

/// <summary>The byte form of a <see cref="NoiseSource"/>.</summary>
public sealed class NoiseSourceCodec : IValueCodec<NoiseSource>
{
    /// <inheritdoc/>
    public string Name => "noise-1";

    /// <inheritdoc/>
    public void Encode(NoiseSource value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        var writer = new ValueWriter(output);
        writer.Flag(value.Seed is not null);
        writer.Int64(unchecked((long)(value.Seed ?? 0)));
    }

    /// <inheritdoc/>
    public NoiseSource Decode(Stream input)
    {
        var reader = new ValueReader(input, "a source of noise");
        var (hasSeed, seed) = (reader.Flag(), unchecked((ulong)reader.Int64()));
        return hasSeed || seed == 0 ? reader.End(new NoiseSource(hasSeed ? seed : null)) : throw reader.Damaged($"it has no seed, and the seed {seed}");
    }
}
