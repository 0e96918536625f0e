using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>A face detector as a recipe: which weights, not the weights themselves. What flows through FACE_DETECTOR sockets.</summary>
/// <param name="Weights">The file of its weights, by content.</param>
/// <param name="Architecture">What it is, read from the file: <c>UltraFace</c>, <c>YuNet</c> or <c>S3FD</c>.</param>
[Socket("FACE_DETECTOR", Color = "#8a5a9e")]
public sealed record FaceDetector(WeightFile Weights, string Architecture);

/// <summary>A face detector as bytes: the content id of its weights, their length, the folder's and the architecture's name.</summary>
public sealed class FaceDetectorCodec : IValueCodec<FaceDetector>
{
    private const int LongestName = 200;

    /// <inheritdoc/>
    public string Name => "face-detector-1";

    /// <inheritdoc/>
    public void Encode(FaceDetector value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        Span<byte> id = stackalloc byte[ContentId.Size];
        value.Weights.Id.CopyTo(id);
        using var writer = new BinaryWriter(output, Encoding.UTF8, leaveOpen: true);
        writer.Write(id);
        writer.Write(value.Weights.Length);
        WriteName(writer, value.Weights.Kind);
        WriteName(writer, value.Architecture);
    }

    /// <inheritdoc/>
    public FaceDetector Decode(Stream input)
    {
        Span<byte> head = stackalloc byte[ContentId.Size + sizeof(long)];
        if (input.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || BitConverter.ToInt64(head[ContentId.Size..]) < 0)
        {
            throw new InvalidDataException("The face detector's bytes end too early, or its length is negative.");
        }

        var weights = new WeightFile(ReadName(input), new ContentId(head[..ContentId.Size]), BitConverter.ToInt64(head[ContentId.Size..]));
        var detector = new FaceDetector(weights, ReadName(input));
        return input.ReadByte() < 0 ? detector : throw new InvalidDataException("Bytes follow where the face detector ends.");
    }

    private static void WriteName(BinaryWriter writer, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        if (bytes.Length > LongestName)
        {
            throw new ArgumentException($"The name '{name}' of a face detector has {bytes.Length} bytes; at most {LongestName} are kept.");
        }

        writer.Write((byte)bytes.Length);
        writer.Write(bytes);
    }

    private static string ReadName(Stream input)
    {
        var length = input.ReadByte();
        var bytes = new byte[Math.Clamp(length, 0, LongestName)];
        return length is >= 0 and <= LongestName && input.ReadAtLeast(bytes, length, throwOnEndOfStream: false) == length
            ? Encoding.UTF8.GetString(bytes)
            : throw new InvalidDataException("A name in the face detector's bytes is cut off or too long.");
    }
}
