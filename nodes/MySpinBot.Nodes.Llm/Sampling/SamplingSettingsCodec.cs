using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>The byte form of <see cref="SamplingSettings"/>.</summary>
public sealed class SamplingSettingsCodec : IValueCodec<SamplingSettings>
{
    private const int MostBreakers = 64;
    private const int MostBiases = 4096;

    /// <inheritdoc/>
    public string Name => "llm-sampling-1";

    /// <inheritdoc/>
    public void Encode(SamplingSettings value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        new ValueWriter(output).Sampling(value.Values);
    }

    /// <inheritdoc/>
    public SamplingSettings Decode(Stream input)
    {
        var reader = new ValueReader(input, "settings of sampling");
        return reader.End(new SamplingSettings(Read(reader)));
    }

    internal static TextSampling Read(ValueReader reader) => new()
    {
        Temperature = reader.Number(),
        Seed = reader.Whole(),
        TopK = (int?)reader.Whole(),
        TopP = reader.Number(),
        MinP = reader.Number(),
        TypicalP = reader.Number(),
        RepetitionPenalty = reader.Number(),
        FrequencyPenalty = reader.Number(),
        PresencePenalty = reader.Number(),
        PenaltyWindow = (int?)reader.Whole(),
        Dry = reader.Optional(() => new DryPenalty(reader.Double(), reader.Double(), reader.Int32(), reader.Int32()) { Breakers = reader.List(MostBreakers, () => reader.Text()) }),
        Mirostat = reader.Optional(() => new Mirostat(reader.Int32(), reader.Double(), reader.Double())),
        LogitBias = reader.List(MostBiases, () => KeyValuePair.Create(reader.Int32(), reader.Double())).ToDictionary(),
    };
}

/// <summary>The byte form of settings, for values that hold them.</summary>
internal static class SamplingForm
{
    public static void Sampling(this ValueWriter writer, TextSampling sampling)
    {
        writer.Number(sampling.Temperature);
        writer.Whole(sampling.Seed);
        writer.Whole(sampling.TopK);
        writer.Number(sampling.TopP);
        writer.Number(sampling.MinP);
        writer.Number(sampling.TypicalP);
        writer.Number(sampling.RepetitionPenalty);
        writer.Number(sampling.FrequencyPenalty);
        writer.Number(sampling.PresencePenalty);
        writer.Whole(sampling.PenaltyWindow);
        writer.Optional(sampling.Dry, dry =>
        {
            writer.Double(dry.Multiplier);
            writer.Double(dry.Base);
            writer.Int32(dry.AllowedLength);
            writer.Int32(dry.Window);
            writer.List(dry.Breakers, breaker => writer.Text(breaker));
        });
        writer.Optional(sampling.Mirostat, mirostat =>
        {
            writer.Int32(mirostat.Version);
            writer.Double(mirostat.Tau);
            writer.Double(mirostat.Eta);
        });

        // In the order of their tokens, so that equal settings have equal bytes.
        writer.List(sampling.LogitBias.OrderBy(bias => bias.Key).ToArray(), bias =>
        {
            writer.Int32(bias.Key);
            writer.Double(bias.Value);
        });
    }

    public static void Number(this ValueWriter writer, double? value)
    {
        writer.Flag(value is not null);
        if (value is { } number)
        {
            writer.Double(number);
        }
    }

    public static void Whole(this ValueWriter writer, long? value)
    {
        writer.Flag(value is not null);
        if (value is { } number)
        {
            writer.Int64(number);
        }
    }

    public static double? Number(this ValueReader reader) => reader.Flag() ? reader.Double() : null;

    public static long? Whole(this ValueReader reader) => reader.Flag() ? reader.Int64() : null;
}
