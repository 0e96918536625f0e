using System.Buffers.Binary;
using System.Text;
using MySpinBot.Checkpoints.Files;

namespace MySpinBot.Checkpoints.PyTorch.Zip;

/// <summary>The table of contents at the end of a zip archive (PKWARE's APPNOTE, with its 64-bit fields); what it states is compared with the file before it is used.</summary>
internal sealed class ZipDirectory
{
    private const int EndSize = 22;
    private const int LocatorSize = 20;
    private const int End64Size = 56;
    private const int LineSize = 46;
    private const int HeaderSize = 30;
    private const int LongestTable = 64 << 20;

    private readonly CheckpointFile _file;
    private readonly long _tableAt;

    private ZipDirectory(CheckpointFile file, long tableAt) => (_file, _tableAt) = (file, tableAt);

    /// <summary>All entries by name.</summary>
    public Dictionary<string, ZipEntry> Entries { get; } = new(StringComparer.Ordinal);

    public static ZipDirectory Read(CheckpointFile file)
    {
        var (tableAt, size, count) = End(file);
        if (size > LongestTable)
        {
            throw file.Refuse($"is a zip archive with a table of contents of {size} bytes; at most {LongestTable} are read.");
        }

        var directory = new ZipDirectory(file, tableAt);
        directory.ReadLines(new ByteWindow(new FileBytes(file, tableAt, size), () => Damaged(file, "its table of contents does not fit its length")), count);
        return directory;
    }

    /// <summary>The bytes of an entry as they lie in the file, behind its own header.</summary>
    public FileBytes Raw(ZipEntry entry)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        if (entry.HeaderAt > _tableAt - HeaderSize || _file.Peek(entry.HeaderAt, header) != HeaderSize || !header.StartsWith("PK\u0003\u0004"u8))
        {
            throw Damaged(_file, $"'{entry.Name}' is not where its table of contents says");
        }

        if ((header[6] & 1) != 0)
        {
            throw _file.Refuse($"is a zip archive whose entry '{entry.Name}' is encrypted; unpack it, and pack it again without a password.");
        }

        var start = entry.HeaderAt + HeaderSize + BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        return start <= _tableAt && entry.Packed <= _tableAt - start ? new FileBytes(_file, start, entry.Packed) : throw Damaged(_file, $"'{entry.Name}' reaches over its table of contents");
    }

    private static CheckpointException Damaged(CheckpointFile file, string what) => file.Fault($"is a zip archive, as PyTorch checkpoints are, but {what}: it was not downloaded to its end.");

    private static (long At, long Size, long Count) End(CheckpointFile file)
    {
        // Behind the end may stand a comment of up to 64 KiB.
        var tail = new byte[Math.Min(file.Length, EndSize + LocatorSize + ushort.MaxValue)];
        file.Read(file.Length - tail.Length, tail);
        for (var at = tail.Length - EndSize; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (end.StartsWith("PK\u0005\u0006"u8) && BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) == end.Length - EndSize)
            {
                var (count, size, start) = (BinaryPrimitives.ReadUInt16LittleEndian(end[10..]), BinaryPrimitives.ReadUInt32LittleEndian(end[12..]), BinaryPrimitives.ReadUInt32LittleEndian(end[16..]));
                var endsAt = file.Length - tail.Length + at;
                var table = at >= LocatorSize && tail.AsSpan(at - LocatorSize).StartsWith("PK\u0006\u0007"u8)
                    ? End64(file, BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(at - LocatorSize + 8)), endsAt - LocatorSize)
                    : (start, size, count);
                return table.At >= 0 && table.Size >= 0 && table.Count >= 0 && table.At <= endsAt && table.Size <= endsAt - table.At ? table : throw Damaged(file, "its table of contents does not fit its length");
            }
        }

        throw Damaged(file, "it ends without a table of contents");
    }

    private static (long At, long Size, long Count) End64(CheckpointFile file, long at, long before)
    {
        Span<byte> end = stackalloc byte[End64Size];
        return at >= 0 && at <= before - End64Size && file.Peek(at, end) == End64Size && end.StartsWith("PK\u0006\u0006"u8)
            ? (BinaryPrimitives.ReadInt64LittleEndian(end[48..]), BinaryPrimitives.ReadInt64LittleEndian(end[40..]), BinaryPrimitives.ReadInt64LittleEndian(end[32..]))
            : throw Damaged(file, "its table of contents does not fit its length");
    }

    private void ReadLines(ByteWindow table, long count)
    {
        if (count > table.Remaining / LineSize || count > Contents.MostTensors)
        {
            throw Damaged(_file, "its table of contents does not fit its length");
        }

        for (var i = 0L; i < count; i++)
        {
            var entry = Line(table);
            if (!Entries.TryAdd(entry.Name, entry))
            {
                throw _file.Fault($"is a zip archive with two entries of the name '{entry.Name}'.");
            }
        }
    }

    private ZipEntry Line(ByteWindow table)
    {
        var line = table.Few(LineSize);
        if (!line.StartsWith("PK\u0001\u0002"u8))
        {
            throw Damaged(_file, "its table of contents does not fit its length");
        }

        var (flags, method) = (BinaryPrimitives.ReadUInt16LittleEndian(line[8..]), BinaryPrimitives.ReadUInt16LittleEndian(line[10..]));
        long packed = BinaryPrimitives.ReadUInt32LittleEndian(line[20..]), length = BinaryPrimitives.ReadUInt32LittleEndian(line[24..]), header = BinaryPrimitives.ReadUInt32LittleEndian(line[42..]);
        var (nameLength, extraLength, commentLength) = (BinaryPrimitives.ReadUInt16LittleEndian(line[28..]), BinaryPrimitives.ReadUInt16LittleEndian(line[30..]), BinaryPrimitives.ReadUInt16LittleEndian(line[32..]));
        var name = Encoding.UTF8.GetString(table.Take(nameLength));
        var extra = table.Take(extraLength);
        table.Skip(commentLength);
        Widen(extra, ref length, ref packed, ref header);
        if ((flags & 1) != 0)
        {
            throw _file.Refuse($"is a zip archive whose entry '{name}' is encrypted; unpack it, and pack it again without a password.");
        }

        return packed >= 0 && length >= 0 && header >= 0 && (method != 0 || packed == length) ? new ZipEntry(name, method, packed, length, header) : throw Damaged(_file, "its table of contents does not fit its length");
    }

    // Numbers that did not fit stand in an extra field, in this order, each only where it did not.
    private static void Widen(ReadOnlySpan<byte> extra, ref long length, ref long packed, ref long header)
    {
        while (extra.Length >= 4)
        {
            var (id, size) = (BinaryPrimitives.ReadUInt16LittleEndian(extra), BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]));
            if (size > extra.Length - 4)
            {
                return;
            }

            if (id == 1)
            {
                var wide = extra.Slice(4, size);
                Next(ref wide, ref length);
                Next(ref wide, ref packed);
                Next(ref wide, ref header);
                return;
            }

            extra = extra[(4 + size)..];
        }

        static void Next(ref ReadOnlySpan<byte> wide, ref long number)
        {
            if (number == uint.MaxValue && wide.Length >= 8)
            {
                number = BinaryPrimitives.ReadInt64LittleEndian(wide);
                wide = wide[8..];
            }
        }
    }
}
