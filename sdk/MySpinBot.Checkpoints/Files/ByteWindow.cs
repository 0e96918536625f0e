using System.Buffers.Binary;

namespace MySpinBot.Checkpoints.Files;

/// <summary>Reads from the front to the back, through a window that is as small as what is left. Every length is checked against what is left before anything is allocated.</summary>
/// <param name="bytes">What is read.</param>
/// <param name="cutOff">The error where more is wanted than there is.</param>
internal sealed class ByteWindow(TensorBytes bytes, Func<CheckpointException> cutOff)
{
    private const int Size = 64 << 10;

    private readonly byte[] _window = new byte[(int)Math.Min(Size, bytes.Length)];
    private long _windowStart;
    private int _windowLength;

    public long Position { get; private set; }

    public long Remaining => bytes.Length - Position;

    public byte Byte() => Few(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Few(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Few(4));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Few(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Few(8));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Few(8));

    public float Single() => BinaryPrimitives.ReadSingleLittleEndian(Few(4));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Few(8));

    public void Skip(long count) => Position = count >= 0 && count <= Remaining ? Position + count : throw cutOff();

    /// <summary>Goes to a place that was seen before.</summary>
    public void Return(long position) => Position = position >= 0 && position <= bytes.Length ? position : throw new ArgumentOutOfRangeException(nameof(position));

    /// <summary>The next bytes; they are gone with the next call.</summary>
    /// <param name="count">At most 64 Ki.</param>
    public ReadOnlySpan<byte> Few(int count)
    {
        if (count > Remaining)
        {
            throw cutOff();
        }

        if (Position < _windowStart || Position + count > _windowStart + _windowLength)
        {
            _windowLength = 0;
            var length = (int)Math.Min(_window.Length, Remaining);
            bytes.Read(Position, _window.AsSpan(0, length));
            (_windowStart, _windowLength) = (Position, length);
        }

        var start = (int)(Position - _windowStart);
        Position += count;
        return _window.AsSpan(start, count);
    }

    /// <summary>The next bytes, to keep.</summary>
    public byte[] Take(long count)
    {
        if (count < 0 || count > Remaining || count > Array.MaxLength)
        {
            throw cutOff();
        }

        var taken = new byte[count];
        if (count <= _window.Length)
        {
            Few((int)count).CopyTo(taken);
        }
        else
        {
            bytes.Read(Position, taken);
            Position += count;
        }

        return taken;
    }
}
