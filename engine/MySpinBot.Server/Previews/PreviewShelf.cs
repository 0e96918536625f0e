using MySpinBot.Core.Messages.Previewing;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Previews;

/// <summary>Previews that were made, on disk. When there are too many, those that nobody asked for longest go. Nothing rests on them. Safe from any thread.</summary>
internal sealed class PreviewShelf(string folder, long mostBytes, TimeProvider time)
{
    private const string Incoming = ".tmp";

    // The date of a file says when it was asked for last; to write that down each time would cost more than it is worth.
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private long? _bytes;
    private long _incoming;

    /// <summary>Where previews are.</summary>
    public string Folder => folder;

    /// <summary>The place of a preview.</summary>
    /// <param name="key">Hexadecimal digits.</param>
    /// <param name="format">What it is.</param>
    public string PlaceOf(string key, PreviewFormat format) => Path.Join(folder, key[..2], $"{key}.{format.ToString().ToLowerInvariant()}");

    /// <summary>Whether it is there; it was asked for now.</summary>
    public bool Has(string place)
    {
        try
        {
            var file = new FileInfo(place);
            if (file.Exists && time.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc > Pace)
            {
                file.LastWriteTimeUtc = time.GetUtcNow().UtcDateTime;
            }

            return file.Exists;
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            return false; // it has just gone
        }
    }

    /// <summary>Puts a preview into its place. A disk that does not take it costs nobody anything.</summary>
    public void Put(string place, ReadOnlySpan<byte> bytes)
    {
        var incoming = Path.Join(folder, $"{Interlocked.Increment(ref _incoming)}-{Environment.ProcessId}{Incoming}");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.WriteAllBytes(incoming, bytes);
            File.SetLastWriteTimeUtc(incoming, time.GetUtcNow().UtcDateTime);
            File.Move(incoming, place, overwrite: true);
            MakeRoom(bytes.Length);
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            Remove(incoming);
        }
    }

    private void MakeRoom(long added)
    {
        lock (_gate)
        {
            // The first look counts what was added already.
            _bytes = _bytes is { } known ? known + added : Files().Sum(file => file.Length);
            if (_bytes <= mostBytes)
            {
                return;
            }

            var (files, left) = (Files(), _bytes.Value);
            foreach (var file in files.OrderBy(file => file.LastWriteTimeUtc))
            {
                if (left <= mostBytes / 5 * 4)
                {
                    break;
                }

                Remove(file.FullName);
                left -= file.Length;
            }

            _bytes = Files().Sum(file => file.Length);
        }
    }

    private List<FileInfo> Files() => [.. new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })];

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            // It goes with the next that has to.
        }
    }
}
