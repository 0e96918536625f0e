using System.Globalization;
using System.Text;
using MySpinBot.Sdk;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Uploading;

/// <summary>Which bytes are here, by their digests: those of uploads, as long as their files were not changed, and kept artifacts. Safe from any thread.</summary>
internal sealed class KnownBytes(ServerFolders folders)
{
    private const int Most = 50_000;

    // The digests of uploads, a line each. What stands in it is believed only of files that look as they did.
    private readonly string _note = Path.Join(folders.Data, "uploads", "known");

    private readonly Lock _gate = new();
    private Dictionary<string, Known>? _bySha256;
    private Dictionary<ContentId, Known>? _byContent;

    /// <summary>A file that had these bytes when they were looked at last; null where there is none.</summary>
    /// <param name="length">How many they are.</param>
    /// <param name="sha256">Their SHA-256, if it is known.</param>
    /// <param name="content">Their content id, if it is known.</param>
    public string? Find(long length, string? sha256, ContentId? content)
    {
        lock (_gate)
        {
            Load();
            var known = (content is { } id ? _byContent!.GetValueOrDefault(id) : null) ?? (sha256 is null ? null : _bySha256!.GetValueOrDefault(sha256));
            if (known is not null && known.Length == length && new FileInfo(PathOf(known)) is { Exists: true } file && file.Length == length && file.LastWriteTimeUtc.Ticks == known.Ticks)
            {
                return file.FullName;
            }
        }

        // Up to a chunk the two digests are one.
        var artifact = content ?? (length <= Core.Results.ContentTree.ChunkSize && ContentId.TryParse(sha256, out var same) ? same : null);
        return artifact is { } kept && folders.FindArtifact(kept) is { } path && new FileInfo(path).Length == length ? path : null;
    }

    /// <summary>Takes note of a file in the input folder.</summary>
    /// <param name="relative">Its path in it.</param>
    /// <param name="digest">Its digest.</param>
    public void Add(string relative, FileDigest digest)
    {
        var file = new FileInfo(Path.Join(folders.Input, relative));
        if (!file.Exists)
        {
            return;
        }

        var known = new Known(digest.Sha256, digest.ContentId, file.Length, file.LastWriteTimeUtc.Ticks, relative);
        lock (_gate)
        {
            Load();
            Remember(known);
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_note)!);
                File.AppendAllText(_note, known.Line);
            }
            catch (Exception fault) when (DiskRefusal.Is(fault))
            {
                // It is known until the server ends; then the bytes come once more.
            }
        }
    }

    private string PathOf(Known known) => Path.Join(folders.Input, known.Path);

    private void Load()
    {
        if (_bySha256 is not null)
        {
            return;
        }

        (_bySha256, _byContent) = (new Dictionary<string, Known>(StringComparer.Ordinal), []);
        try
        {
            var lines = File.Exists(_note) ? File.ReadAllLines(_note) : [];
            foreach (var line in lines.TakeLast(Most))
            {
                if (Known.Read(line) is { } known)
                {
                    Remember(known);
                }
            }

            if (lines.Length > Most)
            {
                File.WriteAllText(_note, string.Concat(_bySha256.Values.Select(known => known.Line)));
            }
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            // What is not known comes once more.
        }
    }

    private void Remember(Known known)
    {
        _bySha256![known.Sha256] = known;
        _byContent![known.Content] = known;
    }

    private sealed record Known(string Sha256, ContentId Content, long Length, long Ticks, string Path)
    {
        public string Line => string.Create(CultureInfo.InvariantCulture, $"{Sha256} {Content} {Length} {Ticks} {Convert.ToBase64String(Encoding.UTF8.GetBytes(Path))}\n");

        public static Known? Read(string line)
            => line.Split(' ') is [{ Length: 64 } sha256, var content, var length, var ticks, var path] && ContentId.TryParse(content, out var id)
                && long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var changed)
                && Decoded(path) is { } relative
                ? new Known(sha256, id, bytes, changed, relative)
                : null;

        private static string? Decoded(string path)
        {
            var bytes = new byte[path.Length];
            return Convert.TryFromBase64String(path, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
        }
    }
}
