using System.Runtime.InteropServices;

namespace MySpinBot.Runtime.Previewing;

/// <summary>Bounds that a process puts on itself and on all that it will start. Nothing lifts them again.</summary>
internal static partial class SelfBounds
{
    private const int Data = 2;
    private const int Core = 4;
    private const int NoNewPrivileges = 38;

    /// <summary>Bounds the memory that may be written to (what is only reserved does not count), leaves no core files behind, and lets no program that is started have more rights.</summary>
    /// <exception cref="InvalidOperationException">The system does not take the bound, so the process must not go on.</exception>
    public static void Put(long memoryBytes)
    {
        var (memory, nothing) = (new Limit((ulong)memoryBytes, (ulong)memoryBytes), default(Limit));
        if (SetLimit(Data, in memory) != 0 || SetLimit(Core, in nothing) != 0 || Control(NoNewPrivileges, 1, 0, 0, 0) != 0)
        {
            throw new InvalidOperationException($"The process cannot be bounded to {memoryBytes} bytes: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limit(ulong Now, ulong Most);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetLimit(int resource, in Limit limit);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(int option, nuint first, nuint second, nuint third, nuint fourth);
}
