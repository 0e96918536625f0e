using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>The byte form of a model's recipe: its weights, how its network is made, what it was trained for, and what was chosen.</summary>
internal static class ModelForms
{
    private const int MostLoras = 1000;

    public static void Model(this ValueWriter writer, DiffusionModel model)
    {
        writer.Weights(model.Weights);
        writer.Network(model.Network);
        writer.Sampling(model.Sampling);
        writer.Double(model.LatentScale);
        writer.Loras(model.Loras);
        writer.Choice(model.LoraPlacement);
        writer.Optional(model.Guidance, writer.Guidance);
        writer.Choice(model.Precision);
    }

    public static DiffusionModel Model(this ValueReader reader) => new(reader.Weights(), reader.Network(), reader.Sampling())
    {
        LatentScale = reader.Double(),
        Loras = reader.Loras(),
        LoraPlacement = reader.Choice<LoraPlacement>(),
        Guidance = reader.Optional(reader.Guidance),
        Precision = reader.Choice<Precision>(),
    };

    public static void Loras(this ValueWriter writer, ImmutableArray<LoraUse> loras) => writer.List(loras, lora =>
    {
        writer.Weights(lora.Weights);
        writer.Double(lora.Strength);
    });

    public static ImmutableArray<LoraUse> Loras(this ValueReader reader) => reader.List(MostLoras, () => new LoraUse(reader.Weights(), reader.Double()));

    private static void Sampling(this ValueWriter writer, SamplingConfig sampling)
    {
        writer.Choice(sampling.Prediction);
        switch (sampling.Noise)
        {
            case DiscreteNoise noise:
                writer.Int32(0);
                writer.Double(noise.BetaStart);
                writer.Double(noise.BetaEnd);
                writer.Int32(noise.Steps);
                writer.Flag(noise.HasZeroTerminal);
                break;
            case ContinuousNoise noise:
                writer.Int32(1);
                writer.Double(noise.SigmaMin);
                writer.Double(noise.SigmaMax);
                break;
            default:
                throw new ArgumentException($"{sampling.Noise} has no byte form.", nameof(sampling));
        }
    }

    private static SamplingConfig Sampling(this ValueReader reader) => new(reader.Choice<PredictionKind>(), reader.Int32(0, 1) switch
    {
        0 => new DiscreteNoise(reader.Double(), reader.Double(), reader.Int32(1, 1 << 20), reader.Flag()),
        _ => new ContinuousNoise(reader.Double(), reader.Double()),
    });

    private static void Guidance(this ValueWriter writer, GuidanceRule rule)
    {
        var (kind, number) = rule switch
        {
            LinearVideoGuidance linear => (0, linear.Least),
            TriangularVideoGuidance triangular => (1, triangular.Least),
            RescaledGuidance rescaled => (2, rescaled.Multiplier),
            _ => throw new ArgumentException($"{rule} has no byte form.", nameof(rule)),
        };
        writer.Int32(kind);
        writer.Double(number);
    }

    private static GuidanceRule Guidance(this ValueReader reader) => reader.Int32(0, 2) switch
    {
        0 => new LinearVideoGuidance(reader.Double()),
        1 => new TriangularVideoGuidance(reader.Double()),
        _ => new RescaledGuidance(reader.Double()),
    };
}
