using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace MySpinBot.Inference;

/// <summary>Gives memory that native code has freed back to the system. The arena keeps what the largest run took, and glibc freed pieces: after a model is loaded as much as the model again.</summary>
internal static partial class HostMemory
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly Timer Later = new(static _ => Rest(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    private static readonly ConcurrentDictionary<int, bool> Forms = [];
    private static int _runs;

    /// <summary>A run begins: what it frees is wanted again soon. What runs of other forms have left fits it badly, so that it is given back before the first of its form: what is held is then little more than what the run takes.
    /// Forms that take turns keep their memory, all of them.</summary>
    /// <param name="form">What is the same for all runs of one session with the same shapes.</param>
    internal static void RunBegins(int form)
    {
        if (Forms.TryAdd(form, true) && Forms.Count > 1)
        {
            ReturnFreed();
        }

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
        HostArena.Shrink();
        try
        {
            _ = OperatingSystem.IsLinux() ? Trim(0) : 0;
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library than glibc gives back by itself.
        }
    }

    private static void Rest()
    {
        Forms.Clear();
        ReturnFreed();
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nint pad);
}
