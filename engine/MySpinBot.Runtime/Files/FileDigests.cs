using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using MySpinBot.Runtime.Artifacts;
using MySpinBot.Runtime.Results;
using MySpinBot.Runtime.Weights;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Files;

/// <summary>Content ids of files, remembered by what the file system says of them, also after a restart.</summary>
/// <remarks>The id of a file whose times may not tell a later write (<see cref="FileStamp.IsSettled"/>) is given, but not remembered, so it is hashed again next time.</remarks>
internal sealed class FileDigests(TraceLog log, TimeProvider time)
{
    private const int Attempts = 3;
    private const int BlockSize = 1 << 20;

    /// <summary>The file with its content id.</summary>
    /// <param name="path">Absolute path of an ordinary file.</param>
    /// <param name="cancellation">Ends the hashing.</param>
    /// <exception cref="NodeFailure">It is missing, cannot be read, or is being written to.</exception>
    public ValueTask<FileReference> DigestAsync(string path, CancellationToken cancellation)
    {
        var stamp = FileStamp.Of(path);
        return Known(path, stamp) is { } id
            ? ValueTask.FromResult(new FileReference(path, id, stamp.Length))
            : new ValueTask<FileReference>(Task.Run(() => Hash(path, cancellation), cancellation));
    }

    /// <summary>A file of weights with its content id and the SHA-256 that publishers give: both are read at once, for such files are large.</summary>
    /// <param name="path">Absolute path of an ordinary file.</param>
    /// <param name="known">Who may know its SHA-256 already; null for nobody.</param>
    /// <param name="tell">Told how many bytes have been read, where any have to be.</param>
    /// <param name="cancellation">Ends the hashing.</param>
    /// <exception cref="NodeFailure">It is missing, cannot be read, or is being written to.</exception>
    public ValueTask<FileReference> DigestWeightsAsync(string path, IKnownModels? known, Action<long>? tell, CancellationToken cancellation)
    {
        var stamp = FileStamp.Of(path);
        var sha256 = KnownSha256(path, stamp) ?? known?.Sha256Of(path);
        return Known(path, stamp) is { } id && sha256 is { } whole
            ? ValueTask.FromResult(new FileReference(path, id, stamp.Length) { Sha256 = whole })
            : new ValueTask<FileReference>(Task.Run(() => HashWeights(path, sha256, tell, cancellation), cancellation));
    }

    /// <summary>The content id of a file that has not changed since it was read; null where it has to be read.</summary>
    public ContentId? KnownId(string path) => Known(path, FileStamp.Of(path));

    /// <summary>The SHA-256 of a file that has not changed since it was read; null where it has to be read.</summary>
    public string? KnownSha256(string path) => KnownSha256(path, FileStamp.Of(path));

    /// <summary>The place of a file: its device and inode, or its path where the system does not say.</summary>
    private static ContentId PlaceOf(string path, FileStamp stamp, bool isWhole = false)
    {
        var place = stamp.Inode == 0 ? Encoding.UTF8.GetBytes(path) : MemoryMarshal.AsBytes<ulong>([stamp.Device, stamp.Inode]);
        return ContentId.Of(isWhole ? [.. place, .. "sha256"u8] : place);
    }

    private static byte[] Note(FileStamp stamp, ContentId id)
    {
        var note = new byte[(3 * sizeof(long)) + ContentId.Size];
        MemoryMarshal.AsBytes<long>([stamp.Length, stamp.Modified, stamp.Changed]).CopyTo(note);
        id.CopyTo(note.AsSpan(3 * sizeof(long)));
        return note;
    }

    // Of small files it is the content id.
    private string? KnownSha256(string path, FileStamp stamp) => Known(path, stamp, isWhole: stamp.Length > TreeHash.ChunkSize)?.ToString();

    private ContentId? Known(string path, FileStamp stamp, bool isWhole = false)
        => stamp.Kind == FileKind.File && log.FindDigest(PlaceOf(path, stamp, isWhole)) is { Length: (3 * sizeof(long)) + ContentId.Size } note
            && note.AsSpan().StartsWith(Note(stamp, default).AsSpan(0, 3 * sizeof(long)))
            ? new ContentId(note.AsSpan(3 * sizeof(long)))
            : null;

    private FileReference HashWeights(string path, string? sha256, Action<long>? tell, CancellationToken cancellation)
    {
        // The tree goes through the file on all processors; the whole can only go one byte after the other, so it is begun first.
        var began = FileStamp.At(time.GetUtcNow());
        var before = FileStamp.Of(path);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = sha256 is null && before.Length > TreeHash.ChunkSize ? Task.Run(() => Whole(path, before.Length, tell, stopping.Token), stopping.Token) : null;
        FileReference file;
        try
        {
            file = Hash(path, cancellation);
        }
        catch
        {
            stopping.Cancel();
            reading?.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }

        if (reading is null)
        {
            return file with { Sha256 = sha256 ?? file.Id.ToString() };
        }

        var whole = reading.GetAwaiter().GetResult();
        if (whole is not { } digest || FileStamp.Of(path) != before)
        {
            throw BeingWritten(path);
        }

        if (before.IsSettled(began))
        {
            log.AddDigest(PlaceOf(path, before, isWhole: true), Note(before, digest));
        }

        return file with { Sha256 = digest.ToString() };
    }

    private FileReference Hash(string path, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var began = FileStamp.At(time.GetUtcNow());
            var before = FileStamp.Of(path);
            if (TryRead(path, before, cancellation) is not { } id || FileStamp.Of(path) != before)
            {
                continue;
            }

            if (before.IsSettled(began))
            {
                log.AddDigest(PlaceOf(path, before), Note(before, id));
            }

            return new FileReference(path, id, before.Length);
        }

        throw BeingWritten(path);
    }

    private static NodeFailure BeingWritten(string path) => new($"The file '{path}' is being written to while it is read; run the graph again when that has ended.");

    /// <summary>The SHA-256 of a file's bytes one after the other; null where it became shorter.</summary>
    private static ContentId? Whole(string path, long length, Action<long>? tell, CancellationToken cancellation)
        => Guarded<ContentId?>(path, () =>
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete, options: FileOptions.SequentialScan);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var block = new byte[BlockSize];
            for (var at = 0L; at < length;)
            {
                cancellation.ThrowIfCancellationRequested();
                var read = RandomAccess.Read(file, block.AsSpan(0, (int)Math.Min(BlockSize, length - at)), at);
                if (read == 0)
                {
                    return null;
                }

                hash.AppendData(block, 0, read);
                at += read;
                tell?.Invoke(at);
            }

            return new ContentId(hash.GetHashAndReset());
        });

    private static ContentId? TryRead(string path, FileStamp stamp, CancellationToken cancellation)
        => Guarded<ContentId?>(path, () =>
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            try
            {
                return TreeHash.OfFile(file, stamp.Length, cancellation);
            }
            catch (EndOfStreamException)
            {
                return null;
            }
        });

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw fault is UnauthorizedAccessException
                ? new NodeFailure($"The file '{path}' may not be read by this user; change its permissions.", fault)
                : DiskFault.Failure(fault, "A file could not be read", path);
        }
    }
}
