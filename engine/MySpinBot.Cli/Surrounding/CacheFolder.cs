namespace MySpinBot.Cli.Surrounding;

/// <summary>The folder of kept results, seen as files.</summary>
internal static class CacheFolder
{
    /// <summary>How many files and bytes are kept.</summary>
    public static (int Files, long Bytes) Measure(string folder)
    {
        var lengths = Directory.Exists(folder)
            ? new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Select(file => file.Length).ToList()
            : [];
        return (lengths.Count, lengths.Sum());
    }

    /// <summary>Removes what is kept.</summary>
    /// <returns>Why it was not done; null when it was.</returns>
    public static string? Clear(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"The cache in {folder} cannot be cleared: {exception.Message}";
        }
    }
}
