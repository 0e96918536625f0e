using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>A Wav2Lip generator as a recipe: which weights, not the weights themselves. What flows through WAV2LIP sockets.</summary>
/// <param name="Weights">The file of its weights, by content.</param>
/// <param name="FaceSize">Rows and columns of the faces that it makes: 96 in the published models.</param>
[Socket("WAV2LIP", Color = "#8a5fb0")]
public sealed record Wav2LipModel(WeightFile Weights, int FaceSize);

/// <summary>Its byte form: its weights, then the size of its faces.</summary>
public sealed class Wav2LipModelCodec : IValueCodec<Wav2LipModel>
{
    /// <inheritdoc/>
    public string Name => "wav2lip-2";

    /// <inheritdoc/>
    public void Encode(Wav2LipModel value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        var writer = new ValueWriter(output);
        writer.Weights(value.Weights);
        writer.Int32(value.FaceSize);
    }

    /// <inheritdoc/>
    public Wav2LipModel Decode(Stream input)
    {
        var reader = new ValueReader(input, "a Wav2Lip model");
        return reader.End(new Wav2LipModel(reader.Weights(), reader.Int32(1)));
    }
}
