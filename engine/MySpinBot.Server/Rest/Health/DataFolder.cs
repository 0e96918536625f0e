namespace MySpinBot.Server.Rest.Health;

/// <summary>Whether jobs can be stored, as far as it can be told without storing one. Looked at once a second at most, however often it is asked.</summary>
internal sealed class DataFolder(ServerOptions options)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long _lookedAt;
    private bool _hasLooked;
    private string? _fault;

    /// <summary>What stands in the way; null for nothing.</summary>
    public string? Fault
    {
        get
        {
            lock (_gate)
            {
                if (!_hasLooked || options.Time.GetElapsedTime(_lookedAt) > Fresh)
                {
                    (_fault, _lookedAt, _hasLooked) = (Look(), options.Time.GetTimestamp(), true);
                }

                return _fault;
            }
        }
    }

    // The database itself is not opened: closing it again would drop the locks that this process holds on it.
    private string? Look()
    {
        try
        {
            if (!File.Exists(Path.Join(options.DataFolder, "jobs.db")))
            {
                return "There is no jobs.db in the data folder.";
            }

            using (File.OpenHandle(Path.Join(options.DataFolder, "ready.probe"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, FileOptions.DeleteOnClose))
            {
                // It can be written to.
            }

            var free = new DriveInfo(options.DataFolder).AvailableFreeSpace;
            return free < options.Limits.FreeDiskBytes ? $"The disk has {free >> 20} MiB free; {options.Limits.FreeDiskBytes >> 20} MiB must stay free, so new work is refused." : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"The data folder cannot be written to: {fault.Message}";
        }
    }
}
