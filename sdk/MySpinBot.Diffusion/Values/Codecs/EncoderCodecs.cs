using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>The byte form of a <see cref="TextEncoder"/>.</summary>
public sealed class TextEncoderCodec : IValueCodec<TextEncoder>
{
    private const int MostTowers = 8;
    private const int MostSides = 1 << 24;

    /// <inheritdoc/>
    public string Name => "text-encoder-1";

    /// <inheritdoc/>
    public void Encode(TextEncoder value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        var writer = new ValueWriter(output);
        writer.List(value.Towers, tower =>
        {
            writer.Weights(tower.Weights);
            Write(writer, tower.Network);
            writer.Text(tower.Key);
        });
        writer.Flag(value.StopAtLayer is not null);
        writer.Int32(value.StopAtLayer ?? 0);
        writer.Loras(value.Loras);
        writer.Choice(value.Precision);
        writer.Flag(value.OnProcessor);
        writer.Text(value.Absence ?? "", Absent.LongestSentence);
    }

    /// <inheritdoc/>
    public TextEncoder Decode(Stream input)
    {
        var reader = new ValueReader(input, "a text encoder");
        var towers = reader.List(MostTowers, () => new TextTower(reader.Weights(), Read(reader), reader.Text()));
        var (stops, layer) = (reader.Flag(), reader.Int32());
        if (!stops && layer != 0)
        {
            throw reader.Damaged($"it stops at no layer, and at {layer}");
        }

        return reader.End(new TextEncoder(towers)
        {
            StopAtLayer = stops ? layer : null,
            Loras = reader.Loras(),
            Precision = reader.Choice<Precision>(),
            OnProcessor = reader.Flag(),
            Absence = reader.Text(Absent.LongestSentence) is { Length: > 0 } sentence ? sentence : null,
        });
    }

    private static void Write(ValueWriter writer, ClipTextConfig network)
    {
        writer.Int32(network.Width);
        writer.Int32(network.Layers);
        writer.Int32(network.Heads);
        writer.Int32(network.Positions);
        writer.Int32(network.Vocabulary);
        writer.Choice(network.Activation);
        writer.Int32(network.Begin);
        writer.Int32(network.End);
        writer.Single(network.NormEpsilon);
        writer.Flag(network.NormalisesHidden);
        writer.Int32(network.UsualStop);
    }

    private static ClipTextConfig Read(ValueReader reader) => new(
        reader.Int32(1, MostSides), reader.Int32(1, MostSides), reader.Int32(1, MostSides), reader.Int32(1, MostSides), reader.Int32(1, MostSides))
    {
        Activation = reader.Choice<GeluKind>(),
        Begin = reader.Int32(0),
        End = reader.Int32(0),
        NormEpsilon = reader.Single(),
        NormalisesHidden = reader.Flag(),
        UsualStop = reader.Int32(-MostSides, -1),
    };
}

/// <summary>The byte form of a <see cref="VisionEncoder"/>.</summary>
public sealed class VisionEncoderCodec : IValueCodec<VisionEncoder>
{
    private const int MostSides = 1 << 24;

    /// <inheritdoc/>
    public string Name => "vision-encoder-1";

    /// <inheritdoc/>
    public void Encode(VisionEncoder value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        var writer = new ValueWriter(output);
        writer.Weights(value.Weights);
        writer.Int32(value.Network.Width);
        writer.Int32(value.Network.Layers);
        writer.Int32(value.Network.Heads);
        writer.Int32(value.Network.PictureSide);
        writer.Int32(value.Network.PatchSide);
        writer.Int32(value.Network.Projected);
        writer.Choice(value.Network.Activation);
        writer.Single(value.Network.NormEpsilon);
        writer.Choice(value.Precision);
    }

    /// <inheritdoc/>
    public VisionEncoder Decode(Stream input)
    {
        var reader = new ValueReader(input, "a vision encoder");
        var weights = reader.Weights();
        var network = new ClipVisionConfig(
            reader.Int32(1, MostSides), reader.Int32(1, MostSides), reader.Int32(1, MostSides), reader.Int32(1, MostSides), reader.Int32(1, MostSides), reader.Int32(0, MostSides))
        {
            Activation = reader.Choice<GeluKind>(),
            NormEpsilon = reader.Single() is >= 0 and < 1 and var epsilon ? epsilon : throw reader.Damaged("its normalisations add no number of 0..1"),
        };
        return reader.End(new VisionEncoder(weights, network) { Precision = reader.Choice<Precision>() });
    }
}

/// <summary>The byte form of a <see cref="VisionOutput"/>.</summary>
public sealed class VisionOutputCodec : IValueCodec<VisionOutput>
{
    /// <inheritdoc/>
    public string Name => "vision-output-1";

    /// <inheritdoc/>
    public void Encode(VisionOutput value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        var writer = new ValueWriter(output);
        writer.Embedding(value.Projected);
        writer.Embedding(value.LastHidden);
        writer.Embedding(value.PenultimateHidden);
    }

    /// <inheritdoc/>
    public VisionOutput Decode(Stream input)
    {
        var reader = new ValueReader(input, "a vision encoder's output");
        return reader.End(new VisionOutput(reader.Embedding(), reader.Embedding(), reader.Embedding()));
    }
}
