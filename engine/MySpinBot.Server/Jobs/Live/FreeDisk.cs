namespace MySpinBot.Server.Jobs.Live;

/// <summary>Whether there is room on the disk for new work. Looked at once a second at most. Safe from any thread.</summary>
internal sealed class FreeDisk(ServerOptions options)
{
    private readonly Lock _gate = new();
    private long _lookedAt;
    private bool _hasLooked, _isLow;

    /// <exception cref="ServerRefusal">There is not.</exception>
    public void Check()
    {
        if (IsLow())
        {
            throw new ServerRefusal(RefusalKind.DiskFull, "disk_full", $"The disk of {options.DataFolder} has less than {options.Limits.FreeDiskBytes >> 20} MiB left, so no new work is taken; make room and try again.") { RetryAfter = TimeSpan.FromSeconds(30) };
        }
    }

    private bool IsLow()
    {
        lock (_gate)
        {
            if (!_hasLooked || options.Time.GetElapsedTime(_lookedAt) >= TimeSpan.FromSeconds(1))
            {
                (_hasLooked, _lookedAt) = (true, options.Time.GetTimestamp());
                _isLow = Free() < options.Limits.FreeDiskBytes;
            }

            return _isLow;
        }
    }

    private long Free()
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(options.DataFolder)).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue; // Then the database says it, when it has no room.
        }
    }
}
