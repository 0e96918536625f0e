using System.Buffers.Binary;

namespace MySpinBot.Imaging;

/// <summary>The segments of a JPEG file before its pixels (ITU-T T.81, annex B), as far as their lengths are true.</summary>
internal ref struct JpegSegments(ReadOnlySpan<byte> file)
{
    private readonly ReadOnlySpan<byte> _file = file;
    private int _position = 2;

    public (byte Marker, Range Body) Current { get; private set; }

    public readonly JpegSegments GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_position + 4 <= _file.Length && _file[_position] == 0xFF)
        {
            var marker = _file[_position + 1];
            if (marker == 0xFF)
            {
                _position++; // fill byte
                continue;
            }

            if (marker is 0x01 or (>= 0xD0 and <= 0xD7))
            {
                _position += 2; // markers without a body
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(_file[(_position + 2)..]);
            var end = _position + 2 + length;
            if (marker is 0xD9 or 0xDA || length < 2 || end > _file.Length)
            {
                return false;
            }

            Current = (marker, (_position + 4)..end);
            _position = end;
            return true;
        }

        return false;
    }
}
