using System.Buffers.Binary;
using MySpinBot.Runtime.Artifacts;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>Which build a native library is, read from its file and not from the loaded library.</summary>
internal static class BuildIds
{
    private const int HeaderSize = 64;
    private const int SegmentSize = 56;
    private const int MostSegments = 128;
    private const int MostNoteBytes = 1 << 16;
    private const uint Note = 4;
    private const uint GnuBuildId = 3;
    private const int MostIdBytes = 64;

    /// <summary>The id that its linker wrote into it (an ELF note, some kilobytes to read), else the content id of its bytes.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string Of(string path)
    {
        using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        return OfElf(new FileBytes(file)) is { } id ? Convert.ToHexStringLower(id) : TreeHash.OfFile(file, RandomAccess.GetLength(file), CancellationToken.None).ToString();
    }

    // System V ABI, chapters 4 and 5: the header says where the segments are described, and those of kind PT_NOTE hold notes of owner, kind and bytes.
    private static byte[]? OfElf(FileBytes file)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        if (!file.TryRead(0, header) || !header.StartsWith("\u007fELF"u8) || header[4] != 2 || header[5] != 1)
        {
            return null;
        }

        var (start, size, count) = (BinaryPrimitives.ReadInt64LittleEndian(header[32..]), BinaryPrimitives.ReadUInt16LittleEndian(header[54..]), BinaryPrimitives.ReadUInt16LittleEndian(header[56..]));
        Span<byte> segment = stackalloc byte[SegmentSize];
        for (var i = 0; size >= SegmentSize && i < Math.Min((int)count, MostSegments); i++)
        {
            if (!file.TryRead(start + ((long)i * size), segment))
            {
                return null;
            }

            var (place, length) = (BinaryPrimitives.ReadInt64LittleEndian(segment[8..]), BinaryPrimitives.ReadInt64LittleEndian(segment[32..]));
            if (BinaryPrimitives.ReadUInt32LittleEndian(segment) == Note && length is > 0 and <= MostNoteBytes)
            {
                var notes = new byte[length];
                if (file.TryRead(place, notes) && InNotes(notes) is { } id)
                {
                    return id;
                }
            }
        }

        return null;
    }

    private static byte[]? InNotes(ReadOnlySpan<byte> notes)
    {
        const int head = 12;
        while (notes.Length >= head)
        {
            var (owner, bytes, kind) = (BinaryPrimitives.ReadUInt32LittleEndian(notes), BinaryPrimitives.ReadUInt32LittleEndian(notes[4..]), BinaryPrimitives.ReadUInt32LittleEndian(notes[8..]));
            var (from, end) = (head + Aligned(owner), head + Aligned(owner) + Aligned(bytes));
            if (end > notes.Length)
            {
                return null;
            }

            if (kind == GnuBuildId && bytes is > 0 and <= MostIdBytes && notes.Slice(head, (int)Math.Min(owner, 4)).SequenceEqual("GNU\0"u8))
            {
                return notes.Slice((int)from, (int)bytes).ToArray();
            }

            notes = notes[(int)end..];
        }

        return null;
    }

    private static long Aligned(uint length) => (length + 3L) & ~3L;

    private readonly struct FileBytes(Microsoft.Win32.SafeHandles.SafeFileHandle file)
    {
        public bool TryRead(long at, Span<byte> bytes)
        {
            for (var got = 0; at >= 0 && got < bytes.Length;)
            {
                var read = RandomAccess.Read(file, bytes[got..], at + got);
                if (read == 0)
                {
                    return false;
                }

                got += read;
            }

            return at >= 0;
        }
    }
}
