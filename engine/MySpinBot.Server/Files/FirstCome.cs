using System.Runtime.InteropServices;

namespace MySpinBot.Server.Files;

/// <summary>Gives a file a name that nobody has: of two that want it at one moment, one gets it. (Moving a file does not do that: it looks first, and moves then.)</summary>
internal static partial class FirstCome
{
    private const int NotPermitted = 1;
    private const int Exists = 17;
    private const int OtherDisk = 18;
    private const int NotImplemented = 38;
    private const int NotSupported = 95;

    private static readonly Lock Gate = new();

    /// <summary>Moves a file.</summary>
    /// <returns>Whether nobody had the name.</returns>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public static bool TryMove(string from, string to)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
        {
            if (Link(from, to) == 0)
            {
                File.Delete(from);
                return true;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == Exists)
            {
                return false;
            }

            if (error is not (NotPermitted or OtherDisk or NotImplemented or NotSupported))
            {
                throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
            }
        }

        // A file system without links: within this process at least nobody comes between looking and moving.
        lock (Gate)
        {
            if (Path.Exists(to))
            {
                return false;
            }

            File.Move(from, to, overwrite: false);
            return true;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string from, string to);
}
