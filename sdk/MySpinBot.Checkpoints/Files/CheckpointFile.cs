using Microsoft.Win32.SafeHandles;
using MySpinBot.Checkpoints.Mapping;

namespace MySpinBot.Checkpoints.Files;

/// <summary>A file that is read from any place, from several threads. What is not there is a <see cref="CheckpointException"/>.</summary>
internal sealed class CheckpointFile : IDisposable
{
    private readonly bool _isOurs;
    private readonly Lock _mapping = new();
    private MappedFile? _mapped;
    private bool _isMappingTried;

    private CheckpointFile(string path, string name, SafeFileHandle handle, bool isOurs)
    {
        (Path, Name, Handle, _isOurs) = (path, name, handle, isOurs);
        Length = RandomAccess.GetLength(handle);
    }

    public string Path { get; }

    /// <summary>What sentences call it.</summary>
    public string Name { get; }

    public SafeFileHandle Handle { get; }

    /// <summary>How long it was when it was opened.</summary>
    public long Length { get; }

    /// <summary>Opens a file for reading, beside whoever writes or deletes it.</summary>
    public static CheckpointFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var name = System.IO.Path.GetFileName(path);
        try
        {
            var handle = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            return new CheckpointFile(System.IO.Path.GetFullPath(path), name, handle, isOurs: true);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException($"There is no file '{path}'.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CheckpointException($"'{path}' cannot be opened: {fault.Message}", fault);
        }
    }

    /// <summary>A file that somebody else has open, and closes.</summary>
    public static CheckpointFile Of(SafeFileHandle handle, string name) => new("", name, handle, isOurs: false);

    /// <summary>Reads as much as there is, up to the span's length.</summary>
    public int Peek(long at, Span<byte> destination)
    {
        var filled = 0;
        try
        {
            while (filled < destination.Length && RandomAccess.Read(Handle, destination[filled..], at + filled) is > 0 and var read)
            {
                filled += read;
            }
        }
        catch (IOException fault)
        {
            throw CheckpointException.Of(Name, $"cannot be read: {fault.Message}", fault);
        }

        return filled;
    }

    /// <summary>Reads exactly the span's length.</summary>
    public void Read(long at, Span<byte> destination)
    {
        if (Peek(at, destination) != destination.Length)
        {
            throw Fault("has become shorter since it was opened: it was changed or replaced meanwhile. Open it again when it is whole.");
        }
    }

    /// <summary>The file is damaged.</summary>
    public CheckpointException Fault(string finding) => CheckpointException.Of(Name, finding);

    /// <summary>The file may be whole, but what it holds is not read.</summary>
    public CheckpointException Refuse(string finding) => CheckpointException.Refusal(Name, finding);

    /// <summary>False where a mapped file was changed before all of it had been copied aside.</summary>
    public bool IsIntact
    {
        get
        {
            lock (_mapping)
            {
                return _mapped?.IsIntact ?? true;
            }
        }
    }

    /// <summary>Where the file lies in memory; 0 where it may not. Tried once.</summary>
    public nint Map()
    {
        lock (_mapping)
        {
            if (!_isMappingTried)
            {
                (_isMappingTried, _mapped) = (true, MappedFile.TryMap(this));
            }

            return _mapped?.Address ?? 0;
        }
    }

    public void Dispose()
    {
        lock (_mapping)
        {
            _isMappingTried = true;
            _mapped?.Dispose();
            _mapped = null;
        }

        if (_isOurs)
        {
            Handle.Dispose();
        }
    }
}
