using System.Collections.Concurrent;

namespace MySpinBot.Runtime.Files;

/// <summary>What is in folders: looked through again only after they have changed, and the same list while it is the same.</summary>
internal sealed class FolderScans(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, FolderScan> _scans = new(StringComparer.Ordinal);

    /// <summary>The files of a folder, by their path below it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="deep">Whether those of the folders in it as well.</param>
    public IReadOnlyList<string> Of(string folder, bool deep)
    {
        var known = _scans.GetValueOrDefault(folder);
        var scan = known is not null && known.Holds() ? known : _scans[folder] = new FolderScan(folder, deep, time.GetUtcNow()).Like(known);
        return scan.Files;
    }
}
