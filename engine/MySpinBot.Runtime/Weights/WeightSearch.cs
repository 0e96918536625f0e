using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using MySpinBot.Core.Weights;
using MySpinBot.Runtime.Files;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Weights;

/// <summary>Finds models by what is in them, whatever they are called. What is known already is used first; only then are files read, and one search reads at a time.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing but memory.")]
internal sealed class WeightSearch(ModelFolders folders, FileDigests digests, IKnownModels? known)
{
    private readonly ModelSentences _sentences = new(folders, known);
    private readonly SemaphoreSlim _reading = new(1);
    private readonly ConcurrentDictionary<(string Kind, ContentId Id), string> _places = new();

    /// <summary>Finds the file of a content id.</summary>
    /// <param name="weights">What is wanted.</param>
    /// <param name="tell">Told how many bytes of how many have been read, where any have to be.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="NodeFailure">No file of the kind has this content.</exception>
    public async ValueTask<FileReference> FindAsync(WeightFile weights, Action<long, long>? tell, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return await FindOrNullAsync(weights, tell, cancellation) ?? throw new NodeFailure(_sentences.NotThere(weights));
    }

    /// <summary>The same; null where no file of the kind has this content.</summary>
    public async ValueTask<FileReference?> FindOrNullAsync(WeightFile weights, Action<long, long>? tell, CancellationToken cancellation)
    {
        var key = (ModelKinds.Today(weights.Kind), weights.Id);
        if (_places.TryGetValue(key, out var place) && digests.KnownId(place) == weights.Id)
        {
            return Reference(place, weights.Id, weights.Length);
        }

        var unread = new List<string>();
        foreach (var (_, path) in folders.Files(weights.Kind))
        {
            if (FileStamp.Of(path) is not { Kind: FileKind.File } stamp || stamp.Length != weights.Length)
            {
                continue;
            }

            if (digests.KnownId(path) is not { } id)
            {
                unread.Add(path);
            }
            else if (id == weights.Id)
            {
                _places[key] = path;
                return Reference(path, id, weights.Length);
            }
        }

        var found = await ReadAsync(unread, file => file.Id == weights.Id, tell, cancellation);
        if (found is not null)
        {
            _places[key] = found.Path;
        }

        return found;
    }

    /// <summary>Finds the file of a SHA-256; null where no file of the kind has it.</summary>
    /// <param name="kind">The kind of model.</param>
    /// <param name="sha256">64 hexadecimal digits in small letters.</param>
    /// <param name="tell">Told how many bytes of how many have been read, where any have to be.</param>
    /// <param name="cancellation">Ends the search.</param>
    public async ValueTask<FileReference?> FindAsync(string kind, string sha256, Action<long, long>? tell, CancellationToken cancellation)
    {
        if (Known(kind, sha256, out var unread) is { } path)
        {
            return await digests.DigestWeightsAsync(path, known, null, cancellation);
        }

        return await ReadAsync(unread, file => file.Sha256 == sha256, tell, cancellation);
    }

    /// <summary>The file of a name; null where there is none.</summary>
    /// <param name="kind">The kind of model.</param>
    /// <param name="name">Its path below a folder of its kind.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="NodeFailure">It cannot be read.</exception>
    public async ValueTask<FileReference?> NamedAsync(string kind, string name, CancellationToken cancellation)
        => ModelReference.TryRead(name, kind, out _) is { Name: { } inside } && folders.Find(kind, inside, out _) is { } path
            ? await digests.DigestWeightsAsync(path, known, null, cancellation) : null;

    /// <summary>A file in the folder of another, or below; null where there is none.</summary>
    /// <param name="file">The other.</param>
    /// <param name="name">Its path from that folder.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="NodeFailure">It cannot be read.</exception>
    public async ValueTask<FileReference?> BesideAsync(FileReference file, string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);

        // The name is not a graph's, but it may be what a file says: it is held to the same rules.
        if (ModelReference.TryRead(name, "models", out _) is not { Name: { } inside })
        {
            return null;
        }

        var path = Path.Join(Path.GetDirectoryName(file.Path), inside);
        return FileStamp.Of(path).Kind == FileKind.File ? await digests.DigestWeightsAsync(path, known, null, cancellation) : null;
    }

    /// <summary>The names of the files that there are of a kind.</summary>
    public IReadOnlyList<string> Names(string kind) => [.. folders.Files(kind).Select(file => file.Name)];

    /// <summary>Whether a file of a SHA-256 may be there, as far as that can be said without reading any.</summary>
    public bool MayBeThere(string kind, string sha256) => Known(kind, sha256, out var unread) is not null || unread.Count > 0;

    private string? Known(string kind, string sha256, out List<string> unread)
    {
        unread = [];
        var published = known?.OfSha256(sha256);
        foreach (var (name, path) in folders.Files(kind))
        {
            var stamp = FileStamp.Of(path);
            if (stamp.Kind != FileKind.File || (published?.Bytes is { } bytes && stamp.Length != bytes))
            {
                continue;
            }

            var digest = digests.KnownSha256(path) ?? known?.Sha256Of(path);
            if (digest == sha256)
            {
                return path;
            }

            if (digest is null)
            {
                unread.Insert(name == published?.File ? 0 : unread.Count, path);
            }
        }

        return null;
    }

    private async ValueTask<FileReference?> ReadAsync(List<string> paths, Predicate<FileReference> isIt, Action<long, long>? tell, CancellationToken cancellation)
    {
        if (paths.Count == 0)
        {
            return null;
        }

        await _reading.WaitAsync(cancellation);
        try
        {
            var (done, total) = (0L, paths.Sum(path => FileStamp.Of(path).Length));
            foreach (var path in paths)
            {
                var before = done;
                if (await TryDigestAsync(path, read => tell?.Invoke(before + read, total), cancellation) is not { } file)
                {
                    continue;
                }

                if (isIt(file))
                {
                    return file;
                }

                done += file.Length;
            }

            return null;
        }
        finally
        {
            _reading.Release();
        }
    }

    // One file that cannot be read does not keep another from being found.
    private async ValueTask<FileReference?> TryDigestAsync(string path, Action<long> tell, CancellationToken cancellation)
    {
        try
        {
            return await digests.DigestWeightsAsync(path, known, tell, cancellation);
        }
        catch (NodeFailure)
        {
            return null;
        }
    }

    private FileReference Reference(string path, ContentId id, long length) => new(path, id, length) { Sha256 = digests.KnownSha256(path) };
}
