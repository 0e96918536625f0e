using System.Buffers.Binary;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>A Wav2Lip generator as a recipe: which weights, not the weights themselves. What flows through WAV2LIP sockets.</summary>
/// <param name="Weights">The file of its weights, by content.</param>
/// <param name="FaceSize">Rows and columns of the faces that it makes: 96 in the published models.</param>
[Socket("WAV2LIP", Color = "#8a5fb0")]
public sealed record Wav2LipModel(WeightFile Weights, int FaceSize);

/// <summary>Its byte form: content id, length and face size, little-endian; then the models folder in UTF-8.</summary>
public sealed class Wav2LipModelCodec : IValueCodec<Wav2LipModel>
{
    private const int Head = ContentId.Size + sizeof(long) + sizeof(int);
    private const int LongestKind = 256;

    /// <inheritdoc/>
    public string Name => "wav2lip-1";

    /// <inheritdoc/>
    public void Encode(Wav2LipModel value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(output);
        Span<byte> head = stackalloc byte[Head];
        value.Weights.Id.CopyTo(head);
        BinaryPrimitives.WriteInt64LittleEndian(head[ContentId.Size..], value.Weights.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[(ContentId.Size + sizeof(long))..], value.FaceSize);
        output.Write(head);
        output.Write(System.Text.Encoding.UTF8.GetBytes(value.Weights.Kind));
    }

    /// <inheritdoc/>
    public Wav2LipModel Decode(Stream input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var bytes = new byte[Head + LongestKind + 1];
        var read = input.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var (length, size) = (BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(ContentId.Size)), BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(ContentId.Size + sizeof(long))));
        return read is > Head and <= Head + LongestKind && length >= 0 && size > 0
            ? new Wav2LipModel(new WeightFile(System.Text.Encoding.UTF8.GetString(bytes, Head, read - Head), new ContentId(bytes.AsSpan(0, ContentId.Size)), length), size)
            : throw new InvalidDataException("These bytes are no Wav2Lip model: a content id, two sizes and the name of a folder were expected.");
    }
}
