using System.Globalization;
using System.Runtime.InteropServices;

namespace MySpinBot.Checkpoints.Mapping;

/// <summary>All mapped files of the process, and the thread that lets them give way. It is woken by the kernel's signal, and looks by itself every other second, so that a signal that is lost costs a writer seconds and nobody anything else.
/// One for the process, because signals are.</summary>
internal static class LeaseWatch
{
    private const int MostFiles = 256;

    // The copy has to be made within the kernel's patience, which is 45 s where nobody changed it: so fast, at least, does a disk for models read.
    private const long BytesPerSecond = 256L << 20;

    // Of the kernel's patience, seconds that may pass before we hear of it, and that are left when we give up.
    private const int Margin = 5;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);
    private static readonly Lock Lock = new();
    private static readonly SemaphoreSlim Wake = new(0, 1);
    private static readonly List<MappedFile> Files = [];
    private static readonly TimeSpan Most = KernelsPatience();
    private static readonly long MostBytes = Math.Min(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2, (long)(Most / 2).TotalSeconds * BytesPerSecond);
    private static PosixSignalRegistration? _signal;
    private static int _count;
    private static long _bytes;

    /// <summary>How long a copy may take; nothing where it cannot be told.</summary>
    public static TimeSpan Patience => Most;

    /// <summary>Sets room for a copy aside.</summary>
    /// <returns>False where there is none.</returns>
    public static bool TryReserve(long bytes)
    {
        lock (Lock)
        {
            if (_count == MostFiles || bytes > MostBytes - _bytes)
            {
                return false;
            }

            (_count, _bytes) = (_count + 1, _bytes + bytes);
            return true;
        }
    }

    /// <summary>Gives it back.</summary>
    public static void Release(long bytes)
    {
        lock (Lock)
        {
            (_count, _bytes) = (_count - 1, _bytes - bytes);
        }
    }

    public static void Add(MappedFile file)
    {
        lock (Lock)
        {
            Files.Add(file);
            if (_signal is null)
            {
                _signal = PosixSignalRegistration.Create((PosixSignal)Kernel.SignalUrgent, context =>
                {
                    context.Cancel = true;
                    Knock();
                });
                new Thread(Watch) { IsBackground = true, Name = "mapped files" }.Start();
            }
        }

        Knock();
    }

    public static void Remove(MappedFile file)
    {
        lock (Lock)
        {
            Files.Remove(file);
        }

        Release(file.Length);
    }

    private static void Knock()
    {
        try
        {
            Wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody has knocked already.
        }
    }

    private static void Watch()
    {
        while (true)
        {
            MappedFile[] files;
            lock (Lock)
            {
                files = [.. Files];
            }

            foreach (var file in files)
            {
                if (file.MustGiveWay())
                {
                    // Each on a thread of its own: the pool may be busy, and two writers wait together.
                    new Thread(file.GiveWay) { IsBackground = true, Name = "a mapped file gives way" }.Start();
                }
            }

            Wake.Wait(files.Length == 0 ? Timeout.InfiniteTimeSpan : Round);
        }
    }

    private static TimeSpan KernelsPatience()
    {
        try
        {
            return long.TryParse(File.ReadAllText("/proc/sys/fs/lease-break-time").Trim(), CultureInfo.InvariantCulture, out var seconds) && seconds > Margin ? TimeSpan.FromSeconds(seconds - Margin) : TimeSpan.Zero;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return TimeSpan.Zero;
        }
    }
}
