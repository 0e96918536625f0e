namespace MySpinBot.Runtime.Results;

/// <summary>Where a cache lies: a folder that stays, or a temporary one that goes with it.</summary>
internal sealed class CacheFolder : IDisposable
{
    private CacheFolder(string path, bool isTemporary) => (Path, IsTemporary) = (path, isTemporary);

    /// <summary>Whether it goes with the cache.</summary>
    public bool IsTemporary { get; }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>A folder that stays.</summary>
    public static CacheFolder At(string path) => new(System.IO.Path.GetFullPath(path), false);

    /// <summary>A new folder that goes.</summary>
    public static CacheFolder Temporary() => new(Directory.CreateTempSubdirectory("myspinbot-cache-").FullName, true);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsTemporary)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
