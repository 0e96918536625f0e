using System.Runtime.InteropServices;

namespace MySpinBot.Checkpoints.Mapping;

/// <summary>What Linux offers for mapping files, and for hearing of those who want to change them (fcntl(2), section Leases; mremap(2)).</summary>
internal static unsafe partial class Kernel
{
    public const int SetLease = 1024, GetLease = 1025, SetSignal = 10;
    public const int ReadLock = 0, Unlock = 2;
    public const int Readable = 1, Writable = 2;
    public const int Private = 2, Fix = 0x10, Anonymous = 0x20, NoReserve = 0x4000;
    public const int MayMove = 1, Fixed = 2;

    /// <summary>A signal that is ignored where nobody handles it: a lease that is broken can never end the process.</summary>
    public const int SignalUrgent = 23;

    // Where leases hold against everybody who can write: file systems of this machine.
    private static readonly long[] Local = [0xEF53 /* ext */, 0x58465342 /* xfs */, 0x9123683E /* btrfs */, 0x01021994 /* tmpfs */, 0xF2F52010 /* f2fs */, 0x2FC12FC1 /* zfs */, 0xCA451A4E /* bcachefs */, 0x794C7630 /* overlay */];

    /// <summary>Whether numbers above are this machine's.</summary>
    public static bool IsKnown => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(int file, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    public static partial int Unmap(nint address, nint length);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    public static partial int Protect(nint address, nint length, int protection);

    [LibraryImport("libc", EntryPoint = "mremap", SetLastError = true)]
    public static partial nint Remap(nint address, nint length, nint newLength, int flags, nint newAddress);

    public static bool IsLocal(int file)
    {
        // struct statfs is 120 bytes on 64-bit machines; its first word is the type.
        var status = stackalloc long[32];
        return FileSystemStatus(file, status) == 0 && Local.AsSpan().Contains(status[0]);
    }

    [LibraryImport("libc", EntryPoint = "fstatfs", SetLastError = true)]
    private static partial int FileSystemStatus(int file, long* status);
}
