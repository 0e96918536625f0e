using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MySpinBot.Runtime.Working;

/// <summary>What a worker needs of Linux that the base library does not offer: descriptors, locks whose file others may read, process groups, hard links.</summary>
internal static partial class Posix
{
    public const int NoSuchFile = 2;
    public const int Exists = 17;

    private const int DuplicateCloseOnExec = 1030;
    private const int FirstFree = 3;
    private const int ReadWrite = 2;
    private const int Create = 0x40;
    private const int CloseOnExec = 0x80000;
    private const int LockAlone = 2;
    private const int LockNow = 4;
    private const int Kill9 = 9;
    private const int Busy = 11;

    /// <summary>Another descriptor for the same file, which child processes do not get.</summary>
    /// <exception cref="IOException">The descriptor is not open.</exception>
    public static SafeFileHandle Duplicate(int descriptor)
        => Fcntl(descriptor, DuplicateCloseOnExec, FirstFree) is >= 0 and var copy ? new SafeFileHandle(copy, ownsHandle: true) : throw Fault($"Descriptor {descriptor} is not open");

    /// <summary>Puts what one descriptor stands for in the place of another.</summary>
    public static bool TryPut(int source, int target) => Dup2(source, target) >= 0;

    /// <summary>Opens a file for reading and writing, and makes it where there is none.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle Open(string path)
        => Open(path, ReadWrite | Create | CloseOnExec, 0x1A4) is >= 0 and var opened ? new SafeFileHandle(opened, ownsHandle: true) : throw Fault($"'{path}' cannot be opened");

    /// <summary>Locks an open file for this process alone; false where another has it.</summary>
    /// <exception cref="IOException">The file system has no locks.</exception>
    public static bool TryLock(SafeFileHandle file)
        => Flock(file, LockAlone | LockNow) == 0 || (Marshal.GetLastPInvokeError() == Busy ? false : throw Fault("The file cannot be locked"));

    /// <summary>Gives a file a second name.</summary>
    /// <returns>0, or the system's error number.</returns>
    public static int Link(string path, string second) => CallLink(path, second) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Makes this process the leader of a group of its own: what is typed at the terminal is not for it, and its children can be ended with it.</summary>
    public static void LeadGroup() => _ = SetGroup(0, 0);

    /// <summary>Ends a process, or with a negative number a whole group, at once.</summary>
    public static void End(int process) => _ = Kill(process, Kill9);

    /// <summary>Ends this process at once: no handlers, no waiting for threads.</summary>
    public static void Exit(int code) => CallExit(code);

    private static IOException Fault(string what) => new($"{what}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fcntl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Dup2(int source, int target);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CallLink(string path, string second);

    [LibraryImport("libc", EntryPoint = "setpgid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetGroup(int process, int group);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void CallExit(int code);
}
