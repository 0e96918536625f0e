namespace MySpinBot.Runtime.Results;

/// <summary>Who uses a cache folder: any number of processes together, or one alone to tidy it. The system lets go of the lock when a process dies.</summary>
internal sealed class FolderLock(string folder) : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _path = Path.Join(folder, "lock");
    private FileStream? _held;

    /// <summary>Takes the folder for this process alone; false where another process uses it. A shared hold is given up meanwhile.</summary>
    public bool TryTakeAlone()
    {
        _held?.Dispose();
        return TryOpen(FileShare.None);
    }

    /// <summary>Shares the folder with others, waiting for one that has it alone; false where that takes very long.</summary>
    public bool TryShare()
    {
        _held?.Dispose();
        using var never = new ManualResetEventSlim();
        for (var waited = TimeSpan.Zero; !TryOpen(FileShare.Read); waited += Step)
        {
            if (waited > Patience)
            {
                return false;
            }

            never.Wait(Step);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _held?.Dispose();

    private bool TryOpen(FileShare share)
    {
        try
        {
            _held = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.Read, share, bufferSize: 0);
            return true;
        }
        catch (IOException) when (File.Exists(_path))
        {
            return false;
        }
    }
}
