using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>The byte form of an <see cref="Autoencoder"/>.</summary>
public sealed class AutoencoderCodec : IValueCodec<Autoencoder>
{
    /// <inheritdoc/>
    public string Name => "autoencoder-1";

    /// <inheritdoc/>
    public void Encode(Autoencoder value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        var (writer, network) = (new ValueWriter(output), value.Network);
        writer.Weights(value.Weights);
        writer.Choice(network.Kind);
        writer.Int32(network.LatentChannels);
        writer.Int32s(network.Channels);
        writer.Int32(network.LayersPerBlock);
        writer.Int32(network.NormGroups);
        writer.Flag(network.Encodes);
        writer.Flag(network.Decodes);
        writer.Double(network.LatentScale);
        writer.Double(network.LatentShift);
        writer.Optional(value.EncoderWeights, writer.Weights);
        writer.Choice(value.Precision);
        writer.Text(value.Absence ?? "", Absent.LongestSentence);
    }

    /// <inheritdoc/>
    public Autoencoder Decode(Stream input)
    {
        var reader = new ValueReader(input, "an autoencoder");
        var weights = reader.Weights();
        var network = new AutoencoderConfig(reader.Choice<AutoencoderKind>(), reader.Int32(1, Forms.MostSides), reader.Int32s(), reader.Int32(0, 1000))
        {
            NormGroups = reader.Int32(1, Forms.MostSides),
            Encodes = reader.Flag(),
            Decodes = reader.Flag(),
            LatentScale = reader.Double(),
            LatentShift = reader.Double(),
        };
        return reader.End(new Autoencoder(weights, network)
        {
            EncoderWeights = reader.Optional(reader.Weights),
            Precision = reader.Choice<Precision>(),
            Absence = reader.Text(Absent.LongestSentence) is { Length: > 0 } sentence ? sentence : null,
        });
    }
}
