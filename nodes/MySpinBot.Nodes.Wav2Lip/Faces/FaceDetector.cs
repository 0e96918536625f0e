using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>A face detector as a recipe: which weights, not the weights themselves. What flows through FACE_DETECTOR sockets.</summary>
/// <param name="Weights">The file of its weights, by content.</param>
/// <param name="Architecture">What it is, read from the file: <c>UltraFace</c>, <c>YuNet</c> or <c>S3FD</c>.</param>
[Socket("FACE_DETECTOR", Color = "#8a5a9e")]
public sealed record FaceDetector(WeightFile Weights, string Architecture);

/// <summary>A face detector as bytes: its weights, then the architecture's name.</summary>
public sealed class FaceDetectorCodec : IValueCodec<FaceDetector>
{
    /// <inheritdoc/>
    public string Name => "face-detector-2";

    /// <inheritdoc/>
    public void Encode(FaceDetector value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        var writer = new ValueWriter(output);
        writer.Weights(value.Weights);
        writer.Text(value.Architecture);
    }

    /// <inheritdoc/>
    public FaceDetector Decode(Stream input)
    {
        var reader = new ValueReader(input, "a face detector");
        return reader.End(new FaceDetector(reader.Weights(), reader.Text()));
    }
}
