using System.Runtime.InteropServices;

namespace MySpinBot.Runtime.Files;

/// <summary>What a file system says of a file without reading it. Equal stamps mean that nobody wrote the file, up to the clock's granularity.</summary>
/// <param name="Kind">What stands there.</param>
/// <param name="Device">Device that it lies on; 0 where the system does not say.</param>
/// <param name="Inode">Its number there; 0 where the system does not say.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Modified">When its bytes were written last, in nanoseconds since 1970.</param>
/// <param name="Changed">When anything about it changed last, in nanoseconds since 1970; cannot be set back by tools.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileStamp(FileKind Kind, ulong Device, ulong Inode, long Length, long Modified, long Changed)
{
    // File systems count in steps of up to two seconds.
    private static readonly long RacyTime = (long)TimeSpan.FromSeconds(2).TotalNanoseconds;

    /// <summary>The stamp of what stands at this path, links followed; kind <see cref="FileKind.None"/> where nothing does or it cannot be seen.</summary>
    public static FileStamp Of(string path) => OperatingSystem.IsLinux() && StatX.TryRead(path, out var stamp) ? stamp : Managed(path);

    /// <summary>A moment as stamps have it.</summary>
    public static long At(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * 100;

    /// <summary>The rule for racy timestamps: whether equal stamps will mean equal bytes. A file that was written less than two seconds before, or in the future, may be written again without its times changing.</summary>
    /// <param name="readFrom">When reading began, in nanoseconds since 1970.</param>
    public bool IsSettled(long readFrom) => Math.Max(Modified, Changed) < readFrom - RacyTime;

    private static FileStamp Managed(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists)
            {
                var special = (file.Attributes & FileAttributes.Device) != 0;
                return new FileStamp(special ? FileKind.Special : FileKind.File, 0, 0, file.Length, Nanoseconds(file.LastWriteTimeUtc), Nanoseconds(file.LastWriteTimeUtc));
            }

            return Directory.Exists(path) ? new FileStamp(FileKind.Folder, 0, 0, 0, 0, 0) : default;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    private static long Nanoseconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks * 100;
}

/// <summary>What stands at a path.</summary>
internal enum FileKind : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A file with bytes.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A device, a pipe or a socket: reading it may never end.</summary>
    Special,
}
