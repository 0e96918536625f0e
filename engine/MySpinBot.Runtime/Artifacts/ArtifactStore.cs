using System.Collections.Concurrent;
using MySpinBot.Runtime.Files;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Artifacts;

/// <summary>Bytes by content id, one file each, in a folder that several processes may share. A file is seen under its name only when it is complete,
/// and is believed only after its hash was checked once in this process; one that fails is removed, reported, and counts as missing.</summary>
internal sealed class ArtifactStore : IArtifacts
{
    private readonly ConcurrentDictionary<ContentId, FileStamp> _checked = new();
    private readonly ArtifactFolder _folder;
    private readonly Action<string> _report;
    private volatile bool _hasGrown;

    /// <param name="folder">Where the files are kept; made when the first is stored.</param>
    /// <param name="report">Told of damaged files.</param>
    public ArtifactStore(string folder, Action<string> report) => (_folder, _report) = (new ArtifactFolder(folder), report);

    /// <summary>Whether this process has stored any.</summary>
    public bool HasGrown => _hasGrown;

    /// <summary>The files themselves.</summary>
    internal ArtifactFolder Folder => _folder;

    /// <summary>Whether there is a file of this id. Its bytes are checked when they are opened.</summary>
    public bool Has(ContentId id) => FileStamp.Of(_folder.PathOf(id)).Kind == FileKind.File;

    /// <inheritdoc/>
    public ValueTask<ArtifactReference> PutAsync(ReadOnlyMemory<byte> bytes, string mediaType, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var id = TreeHash.Of(bytes);
        Guard(() => PutUnlessHere(id, bytes.Length, file => RandomAccess.Write(file, bytes.Span, 0)));
        return ValueTask.FromResult(new ArtifactReference(id, bytes.Length, mediaType));
    }

    /// <inheritdoc/>
    public async ValueTask<ArtifactReference> PutFileAsync(string path, string mediaType, CancellationToken cancellation)
        => await Task.Run(() => PutFile(path, mediaType, cancellation), cancellation);

    /// <summary>Stores a value's bytes under the id that they are known to have.</summary>
    /// <exception cref="IOException">The disk is full or may not be written.</exception>
    public void Put(ContentId id, Payload payload)
        => PutUnlessHere(id, payload.Length, file =>
        {
            for (var i = 0; i < payload.ChunkCount; i++)
            {
                RandomAccess.Write(file, payload.ChunkAt(i).Span, (long)i * TreeHash.ChunkSize);
            }
        });

    /// <inheritdoc/>
    public async ValueTask<Stream> OpenAsync(ArtifactReference artifact, CancellationToken cancellation)
    {
        var path = await PathOfAsync(artifact, cancellation);
        return Guard(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.Asynchronous));
    }

    /// <inheritdoc/>
    public async ValueTask<string> PathOfAsync(ArtifactReference artifact, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        return await FindAsync(artifact.Id, cancellation)
            ?? throw new NodeFailure($"The stored file {artifact.Id} ({artifact.MediaType}, {artifact.Length} bytes) is missing or damaged; run the node that made it again.");
    }

    /// <summary>The path of checked bytes; null where they are missing or were damaged.</summary>
    public ValueTask<string?> FindAsync(ContentId id, CancellationToken cancellation)
    {
        var path = _folder.PathOf(id);
        var stamp = FileStamp.Of(path);
        if (stamp.Kind == FileKind.File && _checked.TryGetValue(id, out var known) && known == stamp)
        {
            return ValueTask.FromResult<string?>(path);
        }

        return stamp.Kind != FileKind.File ? ValueTask.FromResult<string?>(null)
            : stamp.Length <= TreeHash.ChunkSize ? ValueTask.FromResult(Check(id, path, stamp, cancellation))
            : new ValueTask<string?>(Task.Run(() => Check(id, path, stamp, cancellation), cancellation));
    }

    /// <summary>Puts checked bytes in a place outside of the store, under a second name where the disk has that. What is there already stays.</summary>
    /// <returns>False where they are missing or were damaged.</returns>
    /// <exception cref="IOException">The disk does not take them.</exception>
    public bool TryKeep(ContentId id, string place)
    {
        var path = _folder.PathOf(id);
        var stamp = FileStamp.Of(path);
        if (stamp.Kind != FileKind.File || !(_checked.TryGetValue(id, out var known) && known == stamp) && Check(id, path, stamp, CancellationToken.None) is null)
        {
            return false;
        }

        Placing.Put(path, place);

        // A second name is a change to the file, but not to its bytes.
        Trust(id);
        return true;
    }

    /// <summary>Removes bytes that nothing wants any more.</summary>
    public void Remove(ContentId id)
    {
        _checked.TryRemove(id, out _);
        _folder.Remove(id);
    }

    /// <summary>Removes what processes left that ended while they wrote. Only for who has the folder alone.</summary>
    public void RemoveUnfinished()
    {
        try
        {
            _folder.RemoveUnfinished();
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            _report($"Unfinished files could not be removed: {DiskFault.Explain(fault, _folder.Path)}");
        }
    }

    private string? Check(ContentId id, string path, FileStamp stamp, CancellationToken cancellation)
    {
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            if (TreeHash.OfFile(file, RandomAccess.GetLength(file), cancellation) == id)
            {
                _checked[id] = stamp;
                return path;
            }

            _report($"The stored file {id} was altered or cut off; it was removed, and what needs it is made again.");
            Remove(id);
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            _report($"The stored file {id} cannot be read: {DiskFault.Explain(fault, path)}");
        }

        return null;
    }

    private ArtifactReference PutFile(string path, string mediaType, CancellationToken cancellation)
    {
        ContentId id = default;
        long length = 0;
        Guard(() => _folder.Write(file => (id, length) = HashingCopy.Run(path, file, cancellation), () => id));
        Trust(id);
        return new ArtifactReference(id, length, mediaType);
    }

    private void PutUnlessHere(ContentId id, long length, Action<Microsoft.Win32.SafeHandles.SafeFileHandle> write)
    {
        if (FileStamp.Of(_folder.PathOf(id)) is not { Kind: FileKind.File } there || there.Length != length)
        {
            _folder.Write(write, () => id);
            Trust(id);
        }
    }

    /// <summary>What this process wrote needs no check, until somebody touches it.</summary>
    private void Trust(ContentId id)
    {
        _hasGrown = true;
        _checked[id] = FileStamp.Of(_folder.PathOf(id));
    }

    private void Guard(Action act) => Guard(() =>
    {
        act();
        return true;
    });

    private T Guard<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw DiskFault.Failure(fault, "Bytes could not be kept in the cache", _folder.Path);
        }
    }
}
