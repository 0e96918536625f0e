using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>The byte form of an <see cref="UpscaleModel"/>: kind of weights, their content id and length, architecture, scale, precision.</summary>
public sealed class UpscaleModelCodec : IValueCodec<UpscaleModel>
{
    private const int LongestText = 256;

    /// <inheritdoc/>
    public string Name => "upscale-model-1";

    /// <inheritdoc/>
    public void Encode(UpscaleModel value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        using var writer = new BinaryWriter(output, Encoding.UTF8, leaveOpen: true);
        Span<byte> id = stackalloc byte[ContentId.Size];
        value.Weights.Id.CopyTo(id);
        writer.Write(value.Weights.Kind);
        writer.Write(id);
        writer.Write(value.Weights.Length);
        writer.Write(value.Architecture);
        writer.Write(value.Scale);
        writer.Write((byte)value.Precision);
    }

    /// <inheritdoc/>
    public UpscaleModel Decode(Stream input)
    {
        using var reader = new BinaryReader(input, Encoding.UTF8, leaveOpen: true);
        try
        {
            var kind = Text(reader);
            var weights = new WeightFile(kind, new ContentId(reader.ReadBytes(ContentId.Size)), reader.ReadInt64());
            var model = new UpscaleModel(weights, Text(reader), reader.ReadInt32(), (UpscalePrecision)reader.ReadByte());
            return model is { Scale: > 0, Weights.Length: >= 0 } && Enum.IsDefined(model.Precision) ? model : throw new InvalidDataException("An upscaling model has a scale of 1 at least, and a precision that is known.");
        }
        catch (Exception fault) when (fault is EndOfStreamException or ArgumentException or FormatException)
        {
            throw new InvalidDataException("The bytes of an upscaling model are cut off, or of another kind.", fault);
        }
    }

    private static string Text(BinaryReader reader)
        => reader.ReadString() is { Length: <= LongestText } text ? text : throw new InvalidDataException($"A name in an upscaling model has at most {LongestText} characters.");
}
