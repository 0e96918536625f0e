using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using MySpinBot.Core.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Planning;

/// <summary>Gathers the bytes of a key and hashes them. Every field is tagged and has a known length, so that no two different inputs give the same bytes.</summary>
internal sealed class KeyBuffer
{
    private byte[] _bytes = new byte[1024];
    private int _length;

    public void Clear() => _length = 0;

    public TraceKey Hash() => new(ContentId.Of(_bytes.AsSpan(0, _length)));

    public void Tag(char tag)
    {
        Room(1)[0] = (byte)tag;
        _length++;
    }

    public void Number(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(8), value);
        _length += 8;
    }

    public void Small(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Room(4), value);
        _length += 4;
    }

    public void Id(ContentId id)
    {
        id.CopyTo(Room(ContentId.Size));
        _length += ContentId.Size;
    }

    public void Value(ResultValue value)
    {
        Tag((char)('0' + (int)value.Kind));
        Id(value.Id);
    }

    public void Text(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var room = Room(most + 4);
        var written = Encoding.UTF8.GetBytes(text, room[4..]);
        BinaryPrimitives.WriteInt32LittleEndian(room, written);
        _length += written + 4;
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Small(bytes.Length);
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }

        return _bytes.AsSpan(_length);
    }
}
