using System.Diagnostics.CodeAnalysis;
using MySpinBot.Core.Results;
using MySpinBot.Runtime.Artifacts;
using MySpinBot.Runtime.Files;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>What is known from earlier runs: trace records, and values in two tiers: objects in memory, bounded in bytes, and bytes in the store.
/// A store that fails costs work that is done again, never a run: it is reported.</summary>
internal sealed partial class ResultCache : ITraces, IAsyncDisposable
{
    private const int SmallValue = 64 << 10;
    private const long UnknownSize = 4096;
    private const int MostRecords = 1_000_000;

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

    /// <inheritdoc/>
    public bool HasArtifact(ContentId id) => Artifacts.Has(id);

    /// <summary>How much is on the disk.</summary>
    public CacheSize Measure()
    {
        var (records, values) = _log.Count;
        var artifacts = Artifacts.Folder.List().Select(artifact => artifact.Length).ToList();
        return new CacheSize(records, values, _log.LoggedBytes, artifacts.Count, artifacts.Sum());
    }

    /// <summary>Lets go of objects in memory, but for what an unfinished run has made and could not be read back.</summary>
    public void FreeMemory() => _memory.Free();

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

    /// <summary>Keeps the folder within a bound, and the records, whose index is in memory: where something was stored, and there is more than that, it is reduced to four fifths,
    /// so that it is not gone through again at once. Nothing is done where a run is under way or another process uses the folder.</summary>
    public async Task TrimAsync(long bytes)
    {
        await _pending.DrainAsync();
        if ((_hasStored || Artifacts.HasGrown) && !_folder.IsTemporary && Measure() is var size && (size.Bytes > bytes || size.Records > MostRecords))
        {
            await CollectGarbageAsync(new CacheKeep(bytes / 5 * 4) { Records = MostRecords / 5 * 4, KeepsSavedFiles = false });
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
