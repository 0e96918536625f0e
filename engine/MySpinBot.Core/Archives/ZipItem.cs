namespace MySpinBot.Core.Archives;

/// <summary>A file that goes into an archive.</summary>
/// <param name="Name">Its name there, with slashes.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Crc">Their checksum: <see cref="Crc32"/>.</param>
/// <param name="Open">Opens them.</param>
public sealed record ZipItem(string Name, long Length, uint Crc, Func<Stream> Open)
{
    /// <summary>A file whose bytes are at hand.</summary>
    public static ZipItem Of(string name, ReadOnlyMemory<byte> bytes)
        => new(name, bytes.Length, Crc32.Of(0, bytes.Span), () => new MemoryStream(bytes.ToArray(), writable: false));
}
