namespace MySpinBot.Server.Files;

/// <summary>Turns what the system says of a disk into an answer for whoever asked. The one place of the server's files that knows error numbers.</summary>
internal static class DiskRefusal
{
    private const int NoSuchFile = 2;
    private const int NotAFolder = 20;
    private const int NoSpace = 28;
    private const int ReadOnly = 30;
    private const int NameTooLong = 36;
    private const int OverQuota = 122;
    private const int WindowsFull = unchecked((int)0x80070070);

    /// <summary>Whether this is the disk's fault rather than ours.</summary>
    public static bool Is(Exception fault) => fault is IOException or UnauthorizedAccessException;

    /// <summary>The answer.</summary>
    /// <param name="fault">What the system said.</param>
    /// <param name="what">What could not be done, as the start of a sentence.</param>
    public static ServerRefusal Of(Exception fault, string what) => fault switch
    {
        IOException { HResult: NotAFolder } => new(RefusalKind.Conflict, "is_file", $"{what}: a part of its path is a file, not a folder; give another name."),
        FileNotFoundException or DirectoryNotFoundException or IOException { HResult: NoSuchFile } => new(RefusalKind.Missing, "no_such_file", $"{what}: it is not there."),
        PathTooLongException or IOException { HResult: NameTooLong } => new(RefusalKind.Wrong, "name_too_long", $"{what}: its name is too long; use a shorter one."),
        IOException { HResult: NoSpace or WindowsFull } => new(RefusalKind.DiskFull, "disk_full", $"{what}: the server's disk is full; make room there."),
        IOException { HResult: OverQuota } => new(RefusalKind.DiskFull, "disk_full", $"{what}: the quota of the server's user is used up; make room there."),
        IOException { HResult: ReadOnly } => new(RefusalKind.DiskFull, "disk_read_only", $"{what}: the server's disk is mounted read-only."),
        UnauthorizedAccessException => new(RefusalKind.Forbidden, "not_permitted", $"{what}: the server's user has no permission for it."),
        _ => new(RefusalKind.Unavailable, "disk_fault", $"{what}: {fault.Message}"),
    };

    /// <summary>Refuses where less would stay free on a folder's disk than must.</summary>
    /// <param name="folder">The folder that is written to.</param>
    /// <param name="bytes">How much is to be written, as far as that is known.</param>
    /// <param name="stays">Bytes that must stay free.</param>
    /// <exception cref="ServerRefusal">There is no room.</exception>
    public static void CheckRoom(string folder, long bytes, long stays)
    {
        long free;
        try
        {
            free = new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception fault) when (Is(fault) || fault is ArgumentException)
        {
            // Not every file system says how much is free; writing will tell.
            return;
        }

        if (free - bytes < stays)
        {
            throw new ServerRefusal(RefusalKind.DiskFull, "disk_full", $"The server's disk has {free >> 20} MiB free, of which {stays >> 20} MiB stay free, and this takes {bytes >> 20} MiB: make room there.");
        }
    }
}
