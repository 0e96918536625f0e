namespace MySpinBot.Cli.Surrounding;

/// <summary>The folder of kept results, seen as files.</summary>
internal static class CacheFolder
{
    // Engines share it while they run; who has it alone may tidy up.
    private const string Lock = "lock";

    /// <summary>How many files and bytes are kept.</summary>
    public static (int Files, long Bytes) Measure(string folder)
    {
        var lengths = Directory.Exists(folder)
            ? new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Select(file => file.Length).ToList()
            : [];
        return (lengths.Count, lengths.Sum());
    }

    /// <summary>Removes what is kept, unless somebody uses it or it is no cache at all.</summary>
    /// <returns>Why it was not done; null when it was.</returns>
    public static string? Clear(string folder)
    {
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return null;
        }

        var path = Path.Combine(folder, Lock);
        if (!File.Exists(path))
        {
            return $"{folder} does not look like a cache of results: it has no file '{Lock}'. Nothing was removed.";
        }

        try
        {
            using var alone = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
            RemoveAllBut(path, folder);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"The cache in {folder} cannot be cleared while another process uses it, or may not be: {exception.Message}";
        }
    }

    private static void RemoveAllBut(string kept, string folder)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => entry.FullName != kept))
        {
            if (entry is DirectoryInfo { LinkTarget: null } inner)
            {
                inner.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }
}
