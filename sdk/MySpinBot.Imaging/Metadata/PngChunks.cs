using System.Buffers.Binary;

namespace MySpinBot.Imaging;

/// <summary>The chunks of a PNG file (PNG specification, third edition, 5.3), as far as their lengths are true.</summary>
internal ref struct PngChunks(ReadOnlySpan<byte> file)
{
    internal const int SignatureLength = 8;

    /// <summary>What a chunk has beside its body: length, type, checksum.</summary>
    internal const int Frame = 12;

    private readonly ReadOnlySpan<byte> _file = file;
    private int _position = SignatureLength;

    public PngChunk Current { get; private set; }

    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    public readonly PngChunks GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_position > _file.Length - Frame)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(_file[_position..]);
        if (length > _file.Length - Frame - _position)
        {
            return false;
        }

        var end = _position + 8 + (int)length;
        Current = new PngChunk((_position + 4)..end, (_position + 8)..end, BinaryPrimitives.ReadUInt32BigEndian(_file[end..]));
        _position = end + 4;
        return true;
    }

    /// <summary>One chunk whose body comes in parts.</summary>
    internal static void Write(Stream file, ReadOnlySpan<byte> type, params ReadOnlySpan<byte[]> parts)
    {
        var length = 0;
        foreach (var part in parts)
        {
            length += part.Length;
        }

        var chunk = new byte[length + Frame];
        BinaryPrimitives.WriteInt32BigEndian(chunk, length);
        type.CopyTo(chunk.AsSpan(4));
        var position = 8;
        foreach (var part in parts)
        {
            part.CopyTo(chunk, position);
            position += part.Length;
        }

        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(position), Crc32.Of(chunk.AsSpan(4, length + 4)));
        file.Write(chunk);
    }
}

/// <summary>Where a chunk lies in its file.</summary>
/// <param name="Checked">Type and body: what the checksum is of.</param>
/// <param name="Body">The body alone.</param>
/// <param name="Checksum">The checksum that the file states.</param>
internal readonly record struct PngChunk(Range Checked, Range Body, uint Checksum);
