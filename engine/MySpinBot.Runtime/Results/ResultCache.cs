using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using MySpinBot.Core.Results;
using MySpinBot.Runtime.Artifacts;
using MySpinBot.Runtime.Files;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>What is known from earlier runs: trace records, and values in two tiers: objects in memory, bounded in bytes, and bytes in the store.
/// A store that fails costs work that is done again, never a run: it is reported.</summary>
internal sealed class ResultCache : ITraces, IAsyncDisposable
{
    private const int SmallValue = 64 << 10;
    private const long UnknownSize = 4096;

    private readonly CacheFolder _folder;
    private readonly TraceLog _log;
    private readonly PendingWrites _pending;
    private readonly MemoryTier _memory;
    private readonly Action<string> _report;
    private readonly HashSet<Pins> _runs = [];
    private volatile bool _hasStored;
    private volatile ValueCodecs _codecs = ValueCodecs.BuiltIn;

    private ResultCache(CacheFolder folder, TraceLog log, ArtifactStore artifacts, long liveBytes, TimeProvider time, Action<string> report)
    {
        (_folder, _log, _report) = (folder, log, report);
        Artifacts = artifacts;
        Digests = new FileDigests(log, time);
        _pending = new PendingWrites(Artifacts, report);
        _memory = new MemoryTier(liveBytes, id => !IsStored(id));
    }

    /// <summary>How values are written and read; set anew when plugins come or go.</summary>
    public ValueCodecs Codecs { get => _codecs; set => _codecs = value; }

    /// <summary>Bytes by content.</summary>
    public ArtifactStore Artifacts { get; }

    /// <summary>Content ids of files.</summary>
    public FileDigests Digests { get; }

    /// <summary>Opens a cache. One whose folder cannot be used is reported, and a temporary one takes its place.</summary>
    /// <param name="folder">Where it is kept; null for a temporary folder that is removed with the cache.</param>
    /// <param name="liveBytes">Bytes of objects kept in memory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="report">Told, from any thread, in whole sentences, of what is damaged or cannot be kept.</param>
    public static ResultCache Open(string? folder, long liveBytes, TimeProvider time, Action<string> report)
    {
        if (folder is not null)
        {
            try
            {
                return OpenAt(CacheFolder.At(folder), liveBytes, time, report);
            }
            catch (Exception fault) when (DiskFault.Is(fault))
            {
                report($"The cache folder cannot be used, so nothing is kept of this run: {DiskFault.Explain(fault, folder)}");
            }
        }

        return OpenAt(CacheFolder.Temporary(), liveBytes, time, report);
    }

    /// <inheritdoc/>
    public bool TryFind(TraceKey key, [NotNullWhen(true)] out TraceRecord? record) => _log.TryFind(key, out record);

    /// <summary>Puts a result on record. Failures and cancellations are not results.</summary>
    /// <param name="key">Recipe key or content key.</param>
    /// <param name="record">What is known.</param>
    /// <param name="cost">Seconds that it took to make, for deciding what to keep.</param>
    public void Record(TraceKey key, TraceRecord record, double cost = 0)
    {
        _hasStored = true;
        _log.Add(key, record, (float)cost, isKept: record is not OutputsRecord outputs || !outputs.Outputs.Any(elements => elements.Any(value => value.Kind == ResultKind.Live)));
    }

    /// <summary>Ends when the bytes of the values that were put so far are in the store.</summary>
    public Task ValuesKeptAsync() => _pending.DrainAsync();

    /// <summary>Writes the records of so far, so that they outlive this process however it ends.</summary>
    public void Keep() => _log.Flush();

    /// <summary>Begins an unfinished run.</summary>
    public Pins Pin()
    {
        lock (_runs)
        {
            var pins = new Pins(Unpin);
            _runs.Add(pins);
            return pins;
        }
    }

    /// <summary>Keeps a value and says which it is. A list is no value: its elements are.</summary>
    /// <param name="value">The value.</param>
    /// <param name="pins">The run that made it.</param>
    public ResultValue Put(object? value, Pins? pins = null)
    {
        value = ValueCodecs.Normal(value);
        if (Codecs.For(value) is not { } codec)
        {
            return PutLive(value, pins);
        }

        var payload = new Payload();
        try
        {
            var id = StoredForm.Write(codec, value, payload);
            NoteReferences(id, codec, value);
            var size = codec.SizeOf(value, payload.Length);
            if (Store(id, codec, payload))
            {
                payload = null;
            }

            _memory.Add(id, value, size, pins);
            return new ResultValue(id, ResultKind.Stored);
        }
        catch (InvalidDataException fault)
        {
            _report($"A value is kept in memory only: {fault.Message}");
            return PutLive(value, pins);
        }
        finally
        {
            payload?.Release();
        }
    }

    /// <summary>Keeps a block: no value, on purpose.</summary>
    public ResultValue PutBlocked(string? message) => Put(new Blocked(message)) with { Kind = ResultKind.Blocked };

    /// <summary>A block's message; null for a silent one, or where it is not known any more.</summary>
    public string? MessageOf(ResultValue blocked) => (TryGetHere(blocked.Id, out var value) ? value as Blocked : null)?.Message;

    /// <summary>A value. Many readers share one object.</summary>
    /// <exception cref="ValueMissingException">It is gone or damaged.</exception>
    public ValueTask<object?> GetAsync(ResultValue value, CancellationToken cancellation)
        => TryGetHere(value.Id, out var found) ? ValueTask.FromResult(found)
            : value.Kind == ResultKind.Stored ? new ValueTask<object?>(ReadArtifactAsync(value, cancellation))
            : ValueTask.FromException<object?>(new ValueMissingException(value));

    /// <inheritdoc/>
    public bool HasValue(ResultValue value) => value.Kind switch
    {
        ResultKind.Blocked => true,
        ResultKind.Live => _memory.Contains(value.Id),
        _ => (_memory.Contains(value.Id) || IsStored(value.Id)) && Array.TrueForAll(_log.ReferencesOf(value.Id), Artifacts.Has),
    };

    /// <inheritdoc/>
    public bool HasArtifact(ContentId id) => Artifacts.Has(id);

    /// <summary>Lets go of every object of a type that matches, wherever it is kept: a plugin goes.</summary>
    public void DropLiveValues(Func<Type, bool> matches) => _memory.Drop(value => matches(value.GetType()));

    /// <summary>How much is on the disk.</summary>
    public CacheSize Measure()
    {
        var (records, values) = _log.Count;
        var artifacts = Artifacts.Folder.List().Select(artifact => artifact.Length).ToList();
        return new CacheSize(records, values, _log.LoggedBytes, artifacts.Count, artifacts.Sum());
    }

    /// <summary>Forgets everything; false, and nothing done, where a run is under way or another process uses the folder.</summary>
    public async Task<bool> ClearAsync()
    {
        var isCleared = await TidyAsync((_, artifacts) =>
        {
            foreach (var id in artifacts.Keys)
            {
                Artifacts.Remove(id);
            }

            return new LogKeep(_ => false, _ => false) { KeepsDigests = false };
        });
        if (isCleared)
        {
            _memory.Drop(_ => true);
        }

        return isCleared;
    }

    /// <summary>Removes what is least worth keeping; false, and nothing done, where a run is under way or another process uses the folder.</summary>
    public Task<bool> CollectGarbageAsync(CacheKeep keep)
        => TidyAsync((index, artifacts) =>
        {
            var collection = new GarbageCollection(keep, index, artifacts).Run();
            foreach (var id in artifacts.Keys.Where(id => !collection.Kept.Contains(id)))
            {
                Artifacts.Remove(id);
            }

            return new LogKeep(collection.Records.Contains, collection.Kept.Contains);
        });

    /// <summary>Keeps the folder within a bound: where something was stored, and there is more than that, it is reduced to four fifths,
    /// so that it is not gone through again at once. Nothing is done where a run is under way or another process uses the folder.</summary>
    public async Task TrimAsync(long bytes)
    {
        await _pending.DrainAsync();
        if (_hasStored && !_folder.IsTemporary && Measure().Bytes > bytes)
        {
            await CollectGarbageAsync(new CacheKeep(bytes / 5 * 4) { KeepsSavedFiles = false });
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _pending.DrainAsync();
        _log.Dispose();
        _folder.Dispose();
    }

    private static ResultCache OpenAt(CacheFolder folder, long liveBytes, TimeProvider time, Action<string> report)
    {
        Directory.CreateDirectory(folder.Path);
        var artifacts = new ArtifactStore(Path.Join(folder.Path, "artifacts"), report);
        return new ResultCache(folder, TraceLog.Open(folder.Path, time, report, artifacts.RemoveUnfinished), artifacts, liveBytes, time, report);
    }

    private bool IsStored(ContentId id) => _log.HasValue(id) || _pending.Contains(id) || Artifacts.Has(id);

    private ResultValue PutLive(object? value, Pins? pins)
    {
        Span<byte> bytes = stackalloc byte[ContentId.Size];
        RandomNumberGenerator.Fill(bytes);
        var id = new ContentId(bytes);
        _memory.Add(id, value, value is Array array ? UnknownSize + (array.LongLength * 8) : UnknownSize, pins);
        return new ResultValue(id, ResultKind.Live);
    }

    private void NoteReferences(ContentId id, ValueCodec codec, object? value)
    {
        var references = codec.References(value);
        if (references is ArtifactReference[] { Length: 0 })
        {
            return;
        }

        ContentId[] artifacts = [.. references.Select(artifact => artifact.Id).Distinct()];
        if (artifacts.Length > 0)
        {
            _log.AddReferences(id, artifacts);
        }
    }

    /// <returns>Whether the payload was taken over.</returns>
    private bool Store(ContentId id, ValueCodec codec, Payload payload)
    {
        if (payload.Length < SmallValue)
        {
            _log.AddValue(id, payload.Small, mayDiffer: codec.IdentityLength is not null);
            return false;
        }

        if (Artifacts.Has(id))
        {
            return false;
        }

        _pending.Add(id, payload);
        return true;
    }

    private bool TryGetHere(ContentId id, out object? value)
    {
        if (_memory.TryGet(id, out value))
        {
            return true;
        }

        if (_log.ReadValue(id) is not { } bytes)
        {
            return false;
        }

        if (StoredForm.IsValue(Codecs, bytes, id) && TryDecode(id, new MemoryStream(bytes), bytes.Length, out value))
        {
            return true;
        }

        _log.ForgetValue(id);
        _report($"The stored value {id} was altered, or nothing reads it; it is made again when it is wanted.");
        return false;
    }

    private async Task<object?> ReadArtifactAsync(ResultValue value, CancellationToken cancellation)
    {
        if (_pending.Hold(value.Id) is { } payload)
        {
            try
            {
                return TryDecode(value.Id, payload.OpenRead(), payload.Length, out var waiting) ? waiting : throw new ValueMissingException(value);
            }
            finally
            {
                payload.Release();
            }
        }

        var path = await Artifacts.FindAsync(value.Id, cancellation) ?? throw new ValueMissingException(value);
        return await Task.Run(() => ReadFile(value, path), cancellation);
    }

    private object? ReadFile(ResultValue value, string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
            return TryDecode(value.Id, file, file.Length, out var read) ? read : throw new ValueMissingException(value);
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw new ValueMissingException(value, fault);
        }
    }

    private bool TryDecode(ContentId id, Stream input, long length, out object? value)
    {
        try
        {
            (var codec, value) = StoredForm.Read(Codecs, input, length);
            _memory.Add(id, value, codec.SizeOf(value, length), null);
            return true;
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or ArgumentException or OverflowException)
        {
            _report($"The stored value {id} cannot be read: {fault.Message}");
            value = null;
            return false;
        }
    }

    private async Task<bool> TidyAsync(Func<TraceIndex, IReadOnlyDictionary<ContentId, long>, LogKeep> tidy)
    {
        await _pending.DrainAsync();
        lock (_runs)
        {
            return _runs.Count == 0 && _log.TryTidy(index =>
            {
                Artifacts.RemoveUnfinished();
                return tidy(index, Artifacts.Folder.List().ToDictionary(artifact => artifact.Id, artifact => artifact.Length));
            });
        }
    }

    private void Unpin(Pins pins)
    {
        lock (_runs)
        {
            if (_runs.Remove(pins))
            {
                _memory.Unpin(pins.Ids);
            }
        }
    }
}
