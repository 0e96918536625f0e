namespace MySpinBot.Runtime.Results;

/// <summary>Where a cache lies: a folder that stays, or a temporary one that goes with it.</summary>
internal sealed class CacheFolder : IDisposable
{
    private readonly bool _isTemporary;

    private CacheFolder(string path, bool isTemporary) => (Path, _isTemporary) = (path, isTemporary);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>A folder that stays.</summary>
    public static CacheFolder At(string path) => new(System.IO.Path.GetFullPath(path), false);

    /// <summary>A new folder that goes.</summary>
    public static CacheFolder Temporary() => new(Directory.CreateTempSubdirectory("myspinbot-cache-").FullName, true);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isTemporary)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
