using System.Buffers;
using MySpinBot.Core.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Archives;

/// <summary>Files on their way into an archive and out of one: nothing goes by its name alone.</summary>
public static class PackedFile
{
    private const int Window = 128 << 10;

    /// <summary>A file that is to be packed, once its bytes are known to be those that are meant.</summary>
    /// <param name="name">Its name in the archive.</param>
    /// <param name="id">Content id of the bytes that are meant.</param>
    /// <param name="length">How many.</param>
    /// <param name="open">Opens what lies there now.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The file; null where other bytes lie there.</returns>
    public static async Task<ZipItem?> MeasureAsync(string name, ContentId id, long length, Func<Stream> open, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(open);
        using var hasher = new ContentHash();
        var crc = 0u;
        await using var input = open();
        await ReadAsync(input, length, bytes =>
        {
            hasher.Append(bytes.Span);
            crc = Crc32.Of(crc, bytes.Span);
            return ValueTask.CompletedTask;
        }, cancellation);
        return hasher.Length == length && hasher.Finish() == id ? new ZipItem(name, length, crc, open) : null;
    }

    /// <summary>Takes a file out of an archive.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="file">What the file is to be.</param>
    /// <param name="write">Takes its bytes. What was written is to be thrown away where this throws.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidDataException">It is not in the archive, or has other bytes than it is said to have.</exception>
    public static async Task UnpackAsync(ZipDirectory archive, ArchivedFile file, Func<ReadOnlyMemory<byte>, ValueTask> write, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(archive);
        ArgumentNullException.ThrowIfNull(file);
        if (archive.Find(file.Entry) is not { } entry || entry.Length != file.Bytes)
        {
            throw ZipDirectory.Bad($"the file '{file.Path}' of the graph should be in it as '{file.Entry}' with {file.Bytes} bytes, and is not.");
        }

        using var hasher = new ContentHash();
        await using var input = archive.Open(entry);
        await ReadAsync(input, long.MaxValue, bytes =>
        {
            hasher.Append(bytes.Span);
            return write(bytes);
        }, cancellation);
        if (hasher.Finish() != file.Id)
        {
            throw ZipDirectory.Bad($"its file '{file.Entry}' holds other bytes than its job says.");
        }
    }

    /// <param name="input">What is read.</param>
    /// <param name="most">More is not read: that there is any is enough.</param>
    /// <param name="take">Takes the bytes.</param>
    /// <param name="cancellation">Ends it.</param>
    private static async Task ReadAsync(Stream input, long most, Func<ReadOnlyMemory<byte>, ValueTask> take, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Window);
        try
        {
            var come = 0L;
            for (int read; come <= most && (read = await input.ReadAsync(buffer, cancellation)) > 0; come += read)
            {
                await take(buffer.AsMemory(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
