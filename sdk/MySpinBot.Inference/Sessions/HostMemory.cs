using System.Runtime.InteropServices;

namespace MySpinBot.Inference;

/// <summary>Gives memory that native code has freed back to the system. glibc keeps freed pieces for later use: after a model is loaded as much as the model again, after a large run as much as the run took.</summary>
internal static partial class HostMemory
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly Timer Later = new(static _ => ReturnFreed(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    private static int _runs;

    /// <summary>A run begins: what it frees is wanted again soon.</summary>
    internal static void RunBegins()
    {
        if (Interlocked.Increment(ref _runs) == 1)
        {
            Later.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A run has ended. When none has begun for a while, its memory is given back: frames of a video that follow each other take it from one another instead.</summary>
    internal static void RunEnds()
    {
        if (Interlocked.Decrement(ref _runs) == 0)
        {
            Later.Change(Patience, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Gives it back now.</summary>
    internal static void ReturnFreed()
    {
        try
        {
            _ = OperatingSystem.IsLinux() ? Trim(0) : 0;
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library than glibc gives back by itself.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nint pad);
}
