using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>The byte form of a <see cref="SamplerChoice"/>.</summary>
public sealed class SamplerChoiceCodec : IValueCodec<SamplerChoice>
{
    private const int MostOptions = 100;

    /// <inheritdoc/>
    public string Name => "sampler-1";

    /// <inheritdoc/>
    public void Encode(SamplerChoice value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        var writer = new ValueWriter(output);
        writer.Text(value.Name);

        // By their bytes, so that no culture has a say in the order.
        writer.List([.. value.Options.OrderBy(option => option.Key, StringComparer.Ordinal)], option =>
        {
            writer.Text(option.Key);
            writer.Double(option.Value);
        });
    }

    /// <inheritdoc/>
    public SamplerChoice Decode(Stream input)
    {
        var reader = new ValueReader(input, "a sampler");
        var name = reader.Text();
        var options = reader.List(MostOptions, () => KeyValuePair.Create(reader.Text(), reader.Double()));
        for (var i = 1; i < options.Length; i++)
        {
            if (string.CompareOrdinal(options[i - 1].Key, options[i].Key) >= 0)
            {
                throw reader.Damaged($"its option '{options[i].Key}' is not in its place");
            }
        }

        return reader.End(new SamplerChoice(name, options.ToImmutableSortedDictionary(StringComparer.Ordinal)));
    }
}

/// <summary>The byte form of a <see cref="Guider"/>.</summary>
public sealed class GuiderCodec : IValueCodec<Guider>
{
    /// <inheritdoc/>
    public string Name => "guider-1";

    /// <inheritdoc/>
    public void Encode(Guider value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        var writer = new ValueWriter(output);
        writer.Model(value.Model);
        writer.Conditioning(value.Positive);
        writer.Optional(value.Negative, writer.Conditioning);
        writer.Double(value.Scale);
        writer.Optional(value.Second, second =>
        {
            writer.Conditioning(second.Middle);
            writer.Double(second.Scale);
            writer.Flag(second.IsNested);
        });
        writer.Optional(value.Perpendicular, perpendicular =>
        {
            writer.Conditioning(perpendicular.Empty);
            writer.Double(perpendicular.Scale);
        });
    }

    /// <inheritdoc/>
    public Guider Decode(Stream input)
    {
        var reader = new ValueReader(input, "a guider");
        return reader.End(new Guider(reader.Model(), reader.Conditioning(), reader.Optional(reader.Conditioning), reader.Double())
        {
            Second = reader.Optional(() => new SecondGuidance(reader.Conditioning(), reader.Double(), reader.Flag())),
            Perpendicular = reader.Optional(() => new PerpendicularGuidance(reader.Conditioning(), reader.Double())),
        });
    }
}
