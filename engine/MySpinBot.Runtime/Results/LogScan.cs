using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace MySpinBot.Runtime.Results;

/// <summary>Reads a segment from its start. A damaged entry is passed over and reading goes on at the next whole one; an entry that is cut off ends it.
/// Values are not read here: they are checked against their content id when somebody wants them.</summary>
internal sealed class LogScan(SafeFileHandle file, uint salt)
{
    private readonly long _length = RandomAccess.GetLength(file);
    private byte[] _window = new byte[1 << 20];
    private long _windowStart;
    private int _windowLength;

    /// <summary>Takes what was found.</summary>
    /// <param name="entry">The head.</param>
    /// <param name="offset">Where in the file its payload begins.</param>
    /// <param name="payload">The payload; empty for a value.</param>
    public delegate void Found(in LogEntry entry, long offset, ReadOnlySpan<byte> payload);

    /// <summary>Bytes that belong to no whole entry, the cut-off end aside.</summary>
    public long Damaged { get; private set; }

    /// <summary>Bytes of an entry that the file ends in the middle of.</summary>
    public long CutOff { get; private set; }

    /// <summary>Reads all entries from a place where one begins.</summary>
    /// <returns>Where the first entry begins that is not there yet, or not whole.</returns>
    public long Run(long from, Found found)
    {
        var position = from;
        while (position + LogEntry.HeadSize <= _length)
        {
            if (!LogEntry.TryRead(Bytes(position, LogEntry.HeadSize), salt, out var entry))
            {
                var next = NextEntry(position + 1);
                Damaged += next - position;
                position = next;
                continue;
            }

            var (start, end) = (position + LogEntry.HeadSize, position + LogEntry.HeadSize + entry.Length);
            if (end > _length)
            {
                break;
            }

            var payload = entry.Kind == LogEntryKind.Value ? default : Bytes(start, entry.Length);
            if (entry.Kind == LogEntryKind.Value || LogEntry.Checksum(payload, salt) == entry.PayloadCheck)
            {
                found(entry, start, payload);
            }
            else
            {
                Damaged += end - position;
            }

            position = end;
        }

        CutOff = _length - position;
        return position;
    }

    private long NextEntry(long from)
    {
        Span<byte> mark = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(mark, LogEntry.Mark);
        while (from + LogEntry.HeadSize <= _length)
        {
            var bytes = Bytes(from, (int)Math.Min(_window.Length, _length - from));
            var index = bytes.IndexOf(mark);
            if (index < 0)
            {
                from += Math.Max(1, bytes.Length - mark.Length + 1);
            }
            else if (from + index + LogEntry.HeadSize > _length || LogEntry.TryRead(Bytes(from + index, LogEntry.HeadSize), salt, out _))
            {
                return Math.Min(_length, from + index);
            }
            else
            {
                from += index + 1;
            }
        }

        return _length;
    }

    private ReadOnlySpan<byte> Bytes(long offset, int count)
    {
        if (offset < _windowStart || offset + count > _windowStart + _windowLength)
        {
            Fill(offset, count);
        }

        return _window.AsSpan((int)(offset - _windowStart), count);
    }

    private void Fill(long offset, int count)
    {
        if (_window.Length < count)
        {
            _window = new byte[count];
        }

        (_windowStart, _windowLength) = (offset, 0);
        while (_windowLength < _window.Length && RandomAccess.Read(file, _window.AsSpan(_windowLength), offset + _windowLength) is > 0 and var read)
        {
            _windowLength += read;
        }

        if (_windowLength < count)
        {
            throw new EndOfStreamException("The log became shorter while it was read.");
        }
    }
}
