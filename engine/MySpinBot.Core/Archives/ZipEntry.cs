namespace MySpinBot.Core.Archives;

/// <summary>A file in an archive that was looked at.</summary>
/// <param name="Name">Its name: relative, without dots, links or backslashes.</param>
/// <param name="Length">Bytes that it unpacks to.</param>
public sealed record ZipEntry(string Name, long Length)
{
    internal long Packed { get; init; }

    internal long At { get; init; }

    /// <summary>Where the next entry, or the directory, begins.</summary>
    internal long Until { get; init; }

    internal ushort Method { get; init; }

    internal uint Crc { get; init; }
}

/// <summary>How much of an archive is taken. What is over a bound is refused with a sentence, before anything is unpacked.</summary>
public sealed record ArchiveLimits
{
    /// <summary>Files in it.</summary>
    public int Entries { get; init; } = 10_000;

    /// <summary>Bytes of its list of files.</summary>
    public int DirectoryBytes { get; init; } = 8 << 20;

    /// <summary>Bytes that all of it unpacks to.</summary>
    public long Bytes { get; init; } = 4L << 30;

    /// <summary>How many bytes one packed byte may unpack to, where a file is not small.</summary>
    public int Ratio { get; init; } = 200;

    /// <summary>Bytes of a name.</summary>
    public int NameBytes { get; init; } = 512;
}
