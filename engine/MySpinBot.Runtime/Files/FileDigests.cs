using System.Runtime.InteropServices;
using System.Text;
using MySpinBot.Runtime.Artifacts;
using MySpinBot.Runtime.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Files;

/// <summary>Content ids of files, remembered by what the file system says of them, also after a restart.</summary>
/// <remarks>The id of a file whose times may not tell a later write (<see cref="FileStamp.IsSettled"/>) is given, but not remembered, so it is hashed again next time.</remarks>
internal sealed class FileDigests(TraceLog log, TimeProvider time)
{
    private const int Attempts = 3;

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

    /// <summary>The place of a file: its device and inode, or its path where the system does not say.</summary>
    private static ContentId PlaceOf(string path, FileStamp stamp)
        => ContentId.Of(stamp.Inode == 0 ? Encoding.UTF8.GetBytes(path) : MemoryMarshal.AsBytes<ulong>([stamp.Device, stamp.Inode]));

    private static byte[] Note(FileStamp stamp, ContentId id)
    {
        var note = new byte[(3 * sizeof(long)) + ContentId.Size];
        MemoryMarshal.AsBytes<long>([stamp.Length, stamp.Modified, stamp.Changed]).CopyTo(note);
        id.CopyTo(note.AsSpan(3 * sizeof(long)));
        return note;
    }

    private ContentId? Known(string path, FileStamp stamp)
        => stamp.Kind == FileKind.File && log.FindDigest(PlaceOf(path, stamp)) is { Length: (3 * sizeof(long)) + ContentId.Size } note
            && note.AsSpan().StartsWith(Note(stamp, default).AsSpan(0, 3 * sizeof(long)))
            ? new ContentId(note.AsSpan(3 * sizeof(long)))
            : null;

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

        throw new NodeFailure($"The file '{path}' is being written to while it is read; run the graph again when that has ended.");
    }

    private static ContentId? TryRead(string path, FileStamp stamp, CancellationToken cancellation)
    {
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            return TreeHash.OfFile(file, stamp.Length, cancellation);
        }
        catch (EndOfStreamException)
        {
            return null;
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw fault is UnauthorizedAccessException
                ? new NodeFailure($"The file '{path}' may not be read by this user; change its permissions.", fault)
                : DiskFault.Failure(fault, "A file could not be read", path);
        }
    }
}
