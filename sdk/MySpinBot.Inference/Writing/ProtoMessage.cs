using System.Buffers.Binary;
using System.Text;

namespace MySpinBot.Inference;

/// <summary>A protobuf message as it is put together: pieces in memory, and weights that are read only when it is written. Its length is known before that.
/// The wire format is https://protobuf.dev/programming-guides/encoding.</summary>
internal sealed class ProtoMessage
{
    private const int Varint = 0;
    private const int Bytes64 = 2;
    private const int Fixed32 = 5;

    private readonly List<object> _pieces = [];
    private MemoryStream? _open;

    public long Length { get; private set; }

    public ProtoMessage Number(int field, long value)
    {
        Tag(field, Varint);
        Write((ulong)value);
        return this;
    }

    public ProtoMessage Text(int field, string value) => Field(field, Encoding.UTF8.GetBytes(value));

    public ProtoMessage Field(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, Bytes64);
        Write((ulong)value.Length);
        Put(value);
        return this;
    }

    public ProtoMessage Message(int field, ProtoMessage value)
    {
        Tag(field, Bytes64);
        Write((ulong)value.Length);
        value.Close();
        if (value._pieces is [byte[] only])
        {
            Put(only);
            return this;
        }

        Close();
        _pieces.AddRange(value._pieces);
        Length += value.Length;
        return this;
    }

    public ProtoMessage Float(int field, float value)
    {
        Tag(field, Fixed32);
        PutFloat(value);
        return this;
    }

    public ProtoMessage Floats(int field, ReadOnlySpan<float> values)
    {
        Tag(field, Bytes64);
        Write((ulong)values.Length * 4);
        foreach (var value in values)
        {
            PutFloat(value);
        }

        return this;
    }

    public ProtoMessage Numbers(int field, ReadOnlySpan<long> values)
    {
        var packed = new ProtoMessage();
        foreach (var value in values)
        {
            packed.Write((ulong)value);
        }

        return Message(field, packed);
    }

    /// <summary>A weight's bytes, read when the message is written.</summary>
    public ProtoMessage Numbers(int field, OnnxInitializer weight)
    {
        Tag(field, Bytes64);
        Write((ulong)weight.ByteCount);
        Close();
        _pieces.Add(weight);
        Length += weight.ByteCount;
        return this;
    }

    public void WriteTo(Stream output)
    {
        Close();
        foreach (var piece in _pieces)
        {
            output.Write(piece as byte[] ?? ((OnnxInitializer)piece).ReadBytes());
        }
    }

    private void Tag(int field, int wire) => Write(((ulong)field << 3) | (uint)wire);

    private void Write(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var count = 0;
        do
        {
            bytes[count++] = (byte)(value > 0x7f ? (value & 0x7f) | 0x80 : value);
            value >>= 7;
        }
        while (value != 0);
        Put(bytes[..count]);
    }

    private void PutFloat(float value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        Put(bytes);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        (_open ??= new()).Write(bytes);
        Length += bytes.Length;
    }

    private void Close()
    {
        if (_open is not null)
        {
            _pieces.Add(_open.ToArray());
            _open = null;
        }
    }
}
