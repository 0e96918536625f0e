using MySpinBot.Sdk;
using MySpinBot.Server.Files;
using MySpinBot.Server.Jobs.Keeping;
using MySpinBot.Server.Previews;
using MySpinBot.Server.Uploading;
using MySpinBot.Storage;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.DiskUse;

/// <summary>Measures what the server takes of the disk. It walks its folders once a minute at most, and reads jobs' events once in ten, however often it is asked. Safe from any thread.</summary>
internal sealed class StorageMeter(ServerOptions options, ServerFolders folders, JobReader reader, ResumableUploads uploads, PreviewDesk previews)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan OwnersFresh = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private Task<StorageUse>? _use;
    private long _since;
    private (IReadOnlyDictionary<string, HashSet<ContentId>> Named, long Since)? _owners;

    /// <summary>How it is, or was a moment ago.</summary>
    public Task<StorageUse> MeasureAsync()
    {
        lock (_gate)
        {
            if (_use is null or { IsFaulted: true } || (_use.IsCompleted && options.Time.GetElapsedTime(_since) >= Fresh))
            {
                (_since, _use) = (options.Time.GetTimestamp(), Task.Run(Measure));
            }

            return _use;
        }
    }

    /// <summary>Forgets what was measured: something was removed.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            (_use, _owners) = (null, null);
        }
    }

    private StorageUse Measure()
    {
        List<StoragePart> parts =
        [
            Jobs(), Walk("artifacts", [folders.Artifacts]), Walk("input", [folders.Input], uploads.Parts), Walk("output", [folders.Output]), Walk("temp", [folders.Temp]), Walk("users", [folders.Users]),
            Walk("uploads", [uploads.Parts, uploads.Notes]), Walk("previews", [previews.Folder]), Walk("models", folders.Models.Values.SelectMany(paths => paths)),
        ];
        if (options.CacheFolder is { } cache)
        {
            parts.Add(Walk("cache", [cache]));
        }

        var (free, total) = Disk();
        return new StorageUse(options.Time.GetUtcNow(), parts, Owners(), free, total);
    }

    // The database with what was written and not yet merged into it.
    private StoragePart Jobs()
    {
        var files = new[] { "jobs.db", "jobs.db-wal", "jobs.db-shm" }.Select(name => new FileInfo(Path.Join(options.DataFolder, name))).Where(file => file.Exists).ToList();
        return new StoragePart("jobs", files.Count, files.Sum(file => file.Length));
    }

    private List<StoragePart> Owners()
    {
        try
        {
            if (_owners is not { } known || options.Time.GetElapsedTime(known.Since) >= OwnersFresh)
            {
                known = (new ArtifactNames(reader).ByOwner(), options.Time.GetTimestamp());
                _owners = known;
            }

            var lengths = new Dictionary<ContentId, long>();
            return
            [
                .. known.Named.OrderBy(owner => owner.Key, StringComparer.Ordinal).Select(owner =>
                {
                    var kept = owner.Value.Select(id => lengths.TryGetValue(id, out var length) ? length : lengths[id] = LengthOf(id)).Where(length => length >= 0).ToList();
                    return new StoragePart(owner.Key, kept.Count, kept.Sum());
                }),
            ];
        }
        catch (StorageFault)
        {
            return []; // what can be measured is told
        }
    }

    private long LengthOf(ContentId id) => folders.FindArtifact(id) is { } path && new FileInfo(path) is { Exists: true } file ? file.Length : -1;

    private static StoragePart Walk(string name, IEnumerable<string> roots, string? without = null)
    {
        var (files, bytes, seen) = (0L, 0L, new HashSet<string>(StringComparer.Ordinal));
        var form = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var root in roots.Where(root => seen.Add(root) && Directory.Exists(root)))
        {
            try
            {
                foreach (var file in new DirectoryInfo(root).EnumerateFiles("*", form))
                {
                    if (without is null || !RealPath.IsInside(file.FullName, without))
                    {
                        (files, bytes) = (files + 1, bytes + Length(file));
                    }
                }
            }
            catch (Exception fault) when (DiskRefusal.Is(fault))
            {
                // A folder went while it was walked.
            }
        }

        return new StoragePart(name, files, bytes);
    }

    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            return 0; // it has just gone
        }
    }

    private (long Free, long Total) Disk()
    {
        try
        {
            var disk = new DriveInfo(Path.GetFullPath(options.DataFolder));
            return (disk.AvailableFreeSpace, disk.TotalSize);
        }
        catch (Exception fault) when (DiskRefusal.Is(fault) || fault is ArgumentException)
        {
            return (0, 0);
        }
    }
}
