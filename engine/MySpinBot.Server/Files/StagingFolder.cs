namespace MySpinBot.Server.Files;

/// <summary>Where files are while they come in: hidden, on the disk of their place, so that they appear there whole or not at all.</summary>
internal sealed class StagingFolder
{
    // A server that shares the folder may be between closing a file and moving it.
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    private readonly string _folder;

    /// <summary>The staging folder of a folder. What a killed server left in it goes.</summary>
    /// <param name="place">The folder whose files come in.</param>
    /// <param name="time">Says what is old.</param>
    public StagingFolder(string place, TimeProvider time)
    {
        _folder = Path.Join(place, ".incoming");
        var old = time.GetUtcNow().UtcDateTime - Settled;
        foreach (var left in Directory.Exists(_folder) ? Directory.EnumerateFiles(_folder) : [])
        {
            RemoveLeft(left, old);
        }
    }

    /// <summary>A new file that nobody sees yet.</summary>
    /// <exception cref="ServerRefusal">The disk does not take it.</exception>
    public StagedFile Begin()
    {
        try
        {
            Directory.CreateDirectory(_folder);
            return new StagedFile(Path.Join(_folder, Guid.NewGuid().ToString("N")));
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The file cannot be taken");
        }
    }

    private static void RemoveLeft(string path, DateTime old)
    {
        try
        {
            if (File.GetLastWriteTimeUtc(path) < old)
            {
                // A file that another server is still writing is locked.
                using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                    File.Delete(path);
                }
            }
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            // It stays: hidden, and at no cost but its room.
        }
    }
}
