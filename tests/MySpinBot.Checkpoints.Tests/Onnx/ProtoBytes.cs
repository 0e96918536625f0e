using System.Text;

namespace MySpinBot.Checkpoints.Tests.Onnx;

/// <summary>Writes protobuf messages field by field, the wrong ones too.</summary>
internal sealed class ProtoBytes
{
    private readonly List<byte> _bytes = [];

    public ProtoBytes Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public ProtoBytes Varint(ulong number)
    {
        while (number > 127)
        {
            _bytes.Add((byte)(number | 0x80));
            number >>= 7;
        }

        _bytes.Add((byte)number);
        return this;
    }

    public ProtoBytes Whole(int field, long number) => Varint((ulong)field << 3).Varint((ulong)number);

    public ProtoBytes Bytes(int field, params ReadOnlySpan<byte> bytes) => Varint(((ulong)field << 3) | 2).Varint((ulong)bytes.Length).Raw(bytes);

    public ProtoBytes Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    public ProtoBytes Message(int field, ProtoBytes message) => Bytes(field, message.End());

    public byte[] End() => _bytes.ToArray();

    /// <summary>A model of a graph.</summary>
    public static ProtoBytes Model(ProtoBytes graph) => new ProtoBytes().Whole(1, 8).Text(2, "a test").Message(8, new ProtoBytes().Text(1, "").Whole(2, 17)).Message(14, new ProtoBytes().Text(1, "by").Text(2, "us")).Message(7, graph);

    /// <summary>A tensor without its numbers.</summary>
    public static ProtoBytes Tensor(string name, int type, params long[] shape)
    {
        var tensor = new ProtoBytes();
        foreach (var side in shape)
        {
            tensor.Whole(1, side);
        }

        return tensor.Whole(2, type).Text(8, name);
    }

    /// <summary>Says where a tensor's numbers lie beside the model.</summary>
    public ProtoBytes Beside(string location, string? offset = null, string? length = null)
    {
        Message(13, new ProtoBytes().Text(1, "location").Text(2, location));
        _ = offset is null ? this : Message(13, new ProtoBytes().Text(1, "offset").Text(2, offset));
        _ = length is null ? this : Message(13, new ProtoBytes().Text(1, "length").Text(2, length));
        return Whole(14, 1);
    }
}
