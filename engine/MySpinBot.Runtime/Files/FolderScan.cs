namespace MySpinBot.Runtime.Files;

/// <summary>The files in a folder, as they were when it was looked through, and how to tell that it is so no longer.</summary>
internal sealed class FolderScan
{
    private const int MostFiles = 100_000;
    private const int MostFolders = 10_000;
    private const int MostDepth = 24;

    // Two writes within a tick of the file system's clock give a folder one date.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly string _root;
    private readonly List<(string Path, DateTime Changed)> _folders = [];
    private readonly bool _settled = true;

    /// <summary>Looks through a folder. What begins with a dot is left out; what cannot be read is too; a folder that is not there has no files.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="deep">Whether through the folders in it as well, links followed.</param>
    /// <param name="now">What time it is.</param>
    public FolderScan(string root, bool deep, DateTimeOffset now)
    {
        _root = root;
        var (files, open, seen) = (new List<string>(), new Stack<(string Path, string Prefix, int Depth)>(), new HashSet<string>());
        open.Push((root, "", 0));
        while (open.TryPop(out var next) && files.Count < MostFiles && _folders.Count < MostFolders)
        {
            var changed = Directory.GetLastWriteTimeUtc(next.Path);
            _folders.Add((next.Path, changed));
            _settled &= now.UtcDateTime - changed > Settled;

            // A link may lead back to where it stands.
            if (seen.Add(RealPath.Of(next.Path) ?? next.Path))
            {
                Look(next, files, deep ? open : null);
            }
        }

        files.Sort(StringComparer.Ordinal);
        Files = files;
    }

    /// <summary>The files, by their path below the folder, with slashes; sorted.</summary>
    public IReadOnlyList<string> Files { get; private set; }

    /// <summary>Whether nothing was added, removed or renamed since. (The bytes of files may have changed.)</summary>
    public bool Holds() => _settled && _folders.TrueForAll(folder => Directory.GetLastWriteTimeUtc(folder.Path) == folder.Changed);

    /// <summary>Takes another scan's list where it says the same, so that who compares lists by reference sees that nothing has changed.</summary>
    public FolderScan Like(FolderScan? other)
    {
        if (other is not null && other._root == _root && other.Files.SequenceEqual(Files))
        {
            Files = other.Files;
        }

        return this;
    }

    private static void Look((string Path, string Prefix, int Depth) folder, List<string> files, Stack<(string Path, string Prefix, int Depth)>? open)
    {
        try
        {
            foreach (var entry in new DirectoryInfo(folder.Path).EnumerateFileSystemInfos())
            {
                if (entry.Name.StartsWith('.'))
                {
                    continue;
                }

                if (Directory.Exists(entry.FullName))
                {
                    if (open is not null && folder.Depth < MostDepth)
                    {
                        open.Push((entry.FullName, $"{folder.Prefix}{entry.Name}/", folder.Depth + 1));
                    }
                }
                else if (files.Count < MostFiles && (entry.LinkTarget is null || entry.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true }))
                {
                    files.Add(folder.Prefix + entry.Name);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It went while it was looked through, or is not for us.
        }
    }
}
