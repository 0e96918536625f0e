using System.Buffers.Binary;
using System.Collections.Immutable;
using MySpinBot.Core.Documents;

namespace MySpinBot.Core.Archives;

/// <summary>The list of files in a zip file from anywhere. It is read in full and believed in nothing: sizes, places and names are checked before a byte is unpacked, so that no archive
/// writes outside of its place, unpacks to more than it may, or means one thing to this reader and another to the next.</summary>
public sealed class ZipDirectory
{
    private readonly Stream _stream;

    private ZipDirectory(Stream stream, ImmutableArray<ZipEntry> entries, ImmutableArray<GraphProblem> problems)
        => (_stream, Entries, Problems) = (stream, entries, problems);

    /// <summary>The files; none where anything is wrong.</summary>
    public ImmutableArray<ZipEntry> Entries { get; }

    /// <summary>All that is wrong.</summary>
    public ImmutableArray<GraphProblem> Problems { get; }

    /// <summary>Reads the list.</summary>
    /// <param name="stream">The archive; has to be one that can be read anywhere.</param>
    /// <param name="limits">How much is taken.</param>
    public static ZipDirectory Read(Stream stream, ArchiveLimits limits)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(limits);
        try
        {
            var (at, size, count) = Find(stream, limits);
            var bytes = new byte[size];
            ReadAt(stream, at, bytes);
            var list = new ZipListing(limits, at);
            list.Read(bytes, count);
            return new ZipDirectory(stream, list.Problems.IsEmpty ? list.Entries : [], list.Problems);
        }
        catch (InvalidDataException fault)
        {
            return new ZipDirectory(stream, [], [new GraphProblem(ProblemCodes.BadArchive, null, null, fault.Message)]);
        }
    }

    /// <summary>The file of a name; null where there is none.</summary>
    public ZipEntry? Find(string name)
    {
        foreach (var entry in Entries)
        {
            if (entry.Name == name)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>A file's bytes, checked as they come: no more and no fewer than were promised, and with their checksum at the end.</summary>
    /// <exception cref="InvalidDataException">While opening or reading: they are not what the list says.</exception>
    public Stream Open(ZipEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Span<byte> header = stackalloc byte[ZipLayout.LocalSize];
        ReadAt(_stream, entry.At, header);
        var start = entry.At + ZipLayout.LocalSize + Two(header, 26) + Two(header, 28);
        if (Four(header, 0) != ZipLayout.LocalSignature || Two(header, 8) != entry.Method || start + entry.Packed > entry.Until)
        {
            throw Bad($"its file '{entry.Name}' does not begin where its list says.");
        }

        return new ZipEntryStream(_stream, entry, start);
    }

    /// <summary>A small file's bytes.</summary>
    /// <exception cref="InvalidDataException">They are not what the list says, or there are more than <paramref name="most"/>.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(ZipEntry entry, int most, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Length > most)
        {
            throw Bad($"its file '{entry.Name}' has {entry.Length} bytes; at most {most} are read of it.");
        }

        var bytes = new byte[entry.Length];
        await using var stream = Open(entry);
        await stream.ReadExactlyAsync(bytes, cancellation);
        return await stream.ReadAsync(new byte[1], cancellation) == 0 ? bytes : throw Bad($"its file '{entry.Name}' has no end."); // at the end the checksum is compared
    }

    internal static InvalidDataException Bad(string why) => new($"The archive is not taken: {why}");

    internal static ushort Two(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    internal static uint Four(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    internal static long Eight(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    internal static void ReadAt(Stream stream, long at, Span<byte> bytes)
    {
        if (at < 0 || at > stream.Length - bytes.Length)
        {
            throw Bad("it ends before what it names begins.");
        }

        stream.Position = at;
        stream.ReadExactly(bytes);
    }

    private static (long At, int Size, int Count) Find(Stream stream, ArchiveLimits limits)
    {
        var endAt = FindEnd(stream);
        Span<byte> end = stackalloc byte[ZipLayout.EndSize];
        ReadAt(stream, endAt, end);
        if (Four(end, 4) != 0 && Four(end, 4) != Elsewhere16)
        {
            throw Bad("it is one of several parts.");
        }

        var (count, size, at) = ((long)Two(end, 10), (long)Four(end, 12), (long)Four(end, 16));
        var behind = endAt;
        if (count == ushort.MaxValue || size == ZipLayout.Elsewhere || at == ZipLayout.Elsewhere)
        {
            (count, size, at, behind) = Find64(stream, endAt);
        }

        if (at < 0 || size < 0 || at > behind - size || at + size != behind)
        {
            throw Bad("its list of files is not where it says.");
        }

        return count > limits.Entries ? throw Bad($"it has {count} files; at most {limits.Entries} are taken.")
            : size > limits.DirectoryBytes ? throw Bad($"its list of files has {size} bytes; at most {limits.DirectoryBytes} are read.")
            : (at, (int)size, (int)count);
    }

    private const uint Elsewhere16 = uint.MaxValue;

    private static (long Count, long Size, long At, long Behind) Find64(Stream stream, long endAt)
    {
        Span<byte> locator = stackalloc byte[ZipLayout.Locator64Size], end = stackalloc byte[ZipLayout.End64Size];
        ReadAt(stream, endAt - ZipLayout.Locator64Size, locator);
        var at = Eight(locator, 8);
        if (Four(locator, 0) != ZipLayout.Locator64Signature || at < 0 || at > endAt - ZipLayout.Locator64Size - ZipLayout.End64Size)
        {
            throw Bad("its end is damaged.");
        }

        ReadAt(stream, at, end);
        return Four(end, 0) == ZipLayout.End64Signature && Eight(end, 4) == endAt - ZipLayout.Locator64Size - at - 12
            ? (Eight(end, 32), Eight(end, 40), Eight(end, 48), at)
            : throw Bad("its end is damaged.");
    }

    /// <summary>The end stands behind all else but a comment, whose length it tells: only one that fits exactly is the end.</summary>
    private static long FindEnd(Stream stream)
    {
        var length = (int)Math.Min(stream.Length, ZipLayout.EndSize + ZipLayout.MostComment);
        var tail = new byte[length];
        ReadAt(stream, stream.Length - length, tail);
        for (var at = length - ZipLayout.EndSize; at >= 0; at--)
        {
            if (Four(tail, at) == ZipLayout.EndSignature && at + ZipLayout.EndSize + Two(tail, at + 20) == length)
            {
                return stream.Length - length + at;
            }
        }

        throw Bad("it is no zip file, or its end is missing.");
    }
}
