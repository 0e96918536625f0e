using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>The head of an entry of the trace log, 64 bytes before its payload. Its checksum starts from the segment's salt: a value whose own bytes look like an entry
/// is never taken for one when a reader looks for its way behind a damaged place.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Key">What it is about.</param>
/// <param name="Length">Bytes of the payload.</param>
/// <param name="PayloadCheck">Checksum of the payload.</param>
/// <param name="When">Seconds since 1970.</param>
/// <param name="Cost">Seconds that it took to make.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LogEntry(LogEntryKind Kind, ContentId Key, int Length, uint PayloadCheck, uint When, float Cost)
{
    /// <summary>Bytes of the head.</summary>
    public const int HeadSize = 64;

    /// <summary>The most bytes that a payload may have.</summary>
    public const int MaxLength = 1 << 24;

    /// <summary>First bytes of every entry: the letters MSB and the version of the form.</summary>
    public const uint Mark = 0x0142534D;

    /// <summary>Writes the head.</summary>
    public void WriteTo(Span<byte> head, uint salt)
    {
        head.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(head, Mark);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], PayloadCheck);
        BinaryPrimitives.WriteUInt32LittleEndian(head[16..], When);
        BinaryPrimitives.WriteSingleLittleEndian(head[20..], Cost);
        head[24] = (byte)Kind;
        Key.CopyTo(head[32..]);
        BinaryPrimitives.WriteUInt32LittleEndian(head[12..], Checksum(head, salt));
    }

    /// <summary>Reads a head; false where these bytes are none, or a damaged one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, uint salt, out LogEntry entry)
    {
        entry = default;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Mark)
        {
            return false;
        }

        Span<byte> head = stackalloc byte[HeadSize];
        bytes[..HeadSize].CopyTo(head);
        head[12..16].Clear();
        entry = new LogEntry(
            (LogEntryKind)head[24],
            new ContentId(head[32..]),
            BinaryPrimitives.ReadInt32LittleEndian(head[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(head[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(head[16..]),
            BinaryPrimitives.ReadSingleLittleEndian(head[20..]));
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) == Checksum(head, salt) && entry.Length is >= 0 and <= MaxLength;
    }

    /// <summary>CRC-32C, starting from the salt.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes, uint salt)
    {
        var check = ~salt;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            check = BitOperations.Crc32C(check, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            check = BitOperations.Crc32C(check, value);
        }

        return ~check;
    }
}

/// <summary>What an entry of the trace log says.</summary>
internal enum LogEntryKind : byte
{
    /// <summary>Key → trace record.</summary>
    Record = 1,

    /// <summary>Content id → a small value's bytes.</summary>
    Value = 2,

    /// <summary>Content id → the artifacts that the value is nothing without.</summary>
    References = 3,

    /// <summary>A record was used; no payload.</summary>
    Touch = 4,

    /// <summary>A file's place → its stamp and content id.</summary>
    Digest = 5,
}
