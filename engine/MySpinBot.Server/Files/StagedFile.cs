namespace MySpinBot.Server.Files;

/// <summary>A file that is coming in. Until it is moved to its place nobody sees it, and disposing removes it.</summary>
internal sealed class StagedFile : IDisposable
{
    private readonly FileStream? _stream;
    private bool _moved;

    internal StagedFile(string path)
    {
        Path = path;
        _stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0, Options = FileOptions.Asynchronous });
    }

    /// <summary>One that is complete.</summary>
    internal StagedFile(string path, long length) => (Path, Length) = (path, length);

    /// <summary>Where it is for now.</summary>
    public string Path { get; }

    /// <summary>Whether it is no newcomer: where it cannot be moved it stays.</summary>
    public bool StaysWhereItIs { get; init; }

    /// <summary>Its bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Adds bytes.</summary>
    /// <exception cref="ServerRefusal">The disk does not take them.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await _stream!.WriteAsync(bytes, cancellation);
            Length += bytes.Length;
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The file cannot be written");
        }
    }

    /// <summary>Says that all has come: its bytes are on the disk when this returns, so that no power cut leaves an empty file under its name.</summary>
    /// <exception cref="ServerRefusal">The disk does not take them.</exception>
    public void Complete()
    {
        try
        {
            _stream?.Flush(flushToDisk: true);
            _stream?.Dispose();
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The file cannot be written");
        }
    }

    /// <summary>Puts it into the place of whatever has the name.</summary>
    /// <exception cref="ServerRefusal">A folder has the name, or the disk does not take it.</exception>
    public void Replace(string path)
    {
        if (Directory.Exists(path))
        {
            throw new ServerRefusal(RefusalKind.Conflict, "is_folder", $"'{System.IO.Path.GetFileName(path)}' is a folder: give another name.");
        }

        try
        {
            File.Move(Path, path, overwrite: true);
            _moved = true;
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The file cannot be put into its place");
        }
    }

    /// <summary>Gives it a name that nobody has.</summary>
    /// <returns>Whether nobody had it.</returns>
    /// <exception cref="ServerRefusal">The disk does not take it.</exception>
    public bool TryMove(string path)
    {
        try
        {
            return _moved = FirstCome.TryMove(Path, path);
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The file cannot be put into its place");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream?.Dispose();
        if (!_moved && !StaysWhereItIs)
        {
            try
            {
                File.Delete(Path);
            }
            catch (Exception fault) when (DiskRefusal.Is(fault))
            {
                // The next start removes it.
            }
        }
    }
}
