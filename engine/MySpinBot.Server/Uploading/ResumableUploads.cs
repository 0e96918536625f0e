using System.Collections.Concurrent;
using System.Security.Cryptography;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Uploading;

/// <summary>Uploads that come in several requests, whatever happens between them to whoever sends or to the server. How far one came is the length of its file; what it is stands in a note beside the jobs.
/// Safe from any thread.</summary>
internal sealed class ResumableUploads : IDisposable
{
    private const int CompleteOfAnOwner = 256;

    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(5);

    private readonly ServerOptions _options;
    private readonly string _notes, _parts;
    private readonly Lazy<ConcurrentDictionary<string, LiveUpload>> _uploads;
    private readonly Lock _gate = new();
    private readonly ITimer _expiring;

    /// <summary>Of a server.</summary>
    public ResumableUploads(ServerOptions options, ServerFolders folders)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(folders);
        _options = options;
        _notes = Path.Join(folders.Data, "uploads");
        _parts = Path.Join(folders.Input, ".resumable");
        _uploads = new Lazy<ConcurrentDictionary<string, LiveUpload>>(Load);
        _expiring = options.Time.CreateTimer(_ => Expire(), null, Pace, Pace);
    }

    /// <summary>Where the bytes are that have come.</summary>
    public string Parts => _parts;

    /// <summary>Where notes are.</summary>
    public string Notes => _notes;

    /// <summary>An upload of an owner.</summary>
    /// <exception cref="ServerRefusal">He has none of this id.</exception>
    public LiveUpload Find(string id, string owner)
        => _uploads.Value.TryGetValue(id, out var upload) && upload.Note.Owner == owner ? upload : throw NotThere(id);

    /// <summary>Whether it is still there; asked by who has taken it.</summary>
    /// <exception cref="ServerRefusal">It was removed meanwhile.</exception>
    public void ThrowIfGone(LiveUpload upload)
    {
        if (!_uploads.Value.ContainsKey(upload.Note.Id))
        {
            throw NotThere(upload.Note.Id);
        }
    }

    /// <summary>Until when it is kept if nothing more of it comes.</summary>
    public DateTimeOffset ExpiryOf(LiveUpload upload) => upload.Touched + _options.Limits.ResumablePatience;

    /// <summary>Begins an upload; of one whose file is there already all is said.</summary>
    /// <exception cref="ServerRefusal">It is too large, there are too many, or the disk has no room for it.</exception>
    public LiveUpload Begin(string owner, UploadWish wish, KeptUpload? kept = null, FileDigest? digest = null)
    {
        var limits = _options.Limits;
        if (wish.Length > limits.ResumableBytes)
        {
            throw new ServerRefusal(RefusalKind.TooLarge, "upload_too_large", $"The upload has {wish.Length} bytes; this server takes {limits.ResumableBytes} at most.");
        }

        var note = new UploadNote
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), Owner = owner, Name = wish.Name, Subfolder = wish.Subfolder, Taken = wish.Taken, Length = wish.Length,
            Sha256 = wish.Sha256, ContentId = wish.Content?.ToString(), Kept = kept, Digest = digest is null ? null : new KeptDigest(digest.Sha256, digest.ContentId.ToString()),
        };
        var upload = new LiveUpload(note, kept is null ? 0 : wish.Length, _options.Time.GetUtcNow());
        lock (_gate)
        {
            if (kept is null)
            {
                CheckBounds(owner, wish.Length);
            }

            UploadReceiver.Made(_notes);
            UploadReceiver.Made(_parts);
            note.Write(NoteOf(note.Id));
            _uploads.Value[note.Id] = upload;
            RemoveOldest(owner);
        }

        return upload;
    }

    /// <summary>Removes an upload and what has come of it; its file stays where it is complete.</summary>
    public void Remove(LiveUpload upload)
    {
        _uploads.Value.TryRemove(upload.Note.Id, out _);
        Delete(NoteOf(upload.Note.Id));
        Delete(PartOf(upload));
        upload.Dispose();
    }

    /// <summary>Removes all of which nothing came for long.</summary>
    public int Expire()
    {
        var (now, gone) = (_options.Time.GetUtcNow(), 0);
        foreach (var upload in _uploads.Value.Values.Where(upload => ExpiryOf(upload) <= now).ToList())
        {
            if (upload.TryTake() is { } hold)
            {
                using (hold)
                {
                    Remove(upload);
                    gone++;
                }
            }
        }

        return gone;
    }

    /// <summary>Where the bytes of an upload are until it is complete.</summary>
    public string PartOf(LiveUpload upload) => Path.Join(_parts, upload.Note.Id);

    /// <summary>Changes what is known of an upload, on the disk first.</summary>
    public void Change(LiveUpload upload, UploadNote note)
    {
        note.Write(NoteOf(note.Id));
        upload.Note = note;
    }

    /// <inheritdoc/>
    public void Dispose() => _expiring.Dispose();

    private static ServerRefusal NotThere(string id)
        => new(RefusalKind.Missing, "no_such_upload", $"There is no upload {Core.Sentences.Shown.Name(id)}. It may have expired, or been removed; begin it again.");

    private string NoteOf(string id) => Path.Join(_notes, $"{id}.json");

    private void CheckBounds(string owner, long length)
    {
        var limits = _options.Limits;
        var open = _uploads.Value.Values.Where(upload => upload.Note.Owner == owner && !upload.IsComplete).ToList();
        if (open.Count >= limits.ResumableUploads)
        {
            throw new ServerRefusal(RefusalKind.TooMany, "too_many_uploads", $"{open.Count} of your uploads have begun and are not complete, which is the most that one may have; complete one, or remove it with DELETE.");
        }

        var bytes = open.Sum(upload => upload.Note.Length);
        if (bytes + length > limits.ResumableBytesOfAnOwner)
        {
            throw new ServerRefusal(RefusalKind.TooMany, "too_many_uploads", $"Your uploads that are not complete have {bytes} bytes in all, and with this one they would have more than the {limits.ResumableBytesOfAnOwner} that one may have; complete one, or remove it with DELETE.");
        }

        // What has been promised to others, and has not come, takes room as well.
        var promised = _uploads.Value.Values.Where(upload => !upload.IsComplete).Sum(upload => upload.Note.Length - upload.Offset);
        DiskRefusal.CheckRoom(Directory.Exists(_parts) ? _parts : Path.GetDirectoryName(_parts)!, promised + length, limits.FreeDiskBytes);
    }

    private void RemoveOldest(string owner)
    {
        var complete = _uploads.Value.Values.Where(upload => upload.Note.Owner == owner && upload.IsComplete).ToList();
        foreach (var upload in complete.OrderBy(upload => upload.Touched).Take(complete.Count - CompleteOfAnOwner))
        {
            Remove(upload);
        }
    }

    private ConcurrentDictionary<string, LiveUpload> Load()
    {
        var uploads = new ConcurrentDictionary<string, LiveUpload>(StringComparer.Ordinal);
        foreach (var path in Directory.Exists(_notes) ? Directory.EnumerateFiles(_notes, "*.json") : [])
        {
            if (UploadNote.Read(path) is { } note && note.Id == Path.GetFileNameWithoutExtension(path))
            {
                uploads[note.Id] = Restored(note, File.GetLastWriteTimeUtc(path));
            }
        }

        // Bytes of which nobody knows whose they are.
        foreach (var part in Directory.Exists(_parts) ? Directory.EnumerateFiles(_parts).Where(part => !uploads.ContainsKey(Path.GetFileName(part))) : [])
        {
            Delete(part);
        }

        return uploads;
    }

    private LiveUpload Restored(UploadNote note, DateTime noted)
    {
        var part = new FileInfo(Path.Join(_parts, note.Id));
        if (note.UncheckedFrom is { } sure && part.Exists && part.Length > sure)
        {
            using var file = new FileStream(part.FullName, FileMode.Open, FileAccess.Write, FileShare.None);
            file.SetLength(sure);
            part.Refresh();
        }

        var touched = part.Exists && part.LastWriteTimeUtc > noted ? part.LastWriteTimeUtc : noted;
        return new LiveUpload(note, note.Kept is not null ? note.Length : part.Exists ? Math.Min(part.Length, note.Length) : 0, touched);
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            // It is looked for again at the next start.
        }
    }
}
