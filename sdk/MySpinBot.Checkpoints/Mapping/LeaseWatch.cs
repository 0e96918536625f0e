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

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);
    private static readonly Lock Lock = new();
    private static readonly SemaphoreSlim Wake = new(0, 1);
    private static readonly List<MappedFile> Files = [];
    private static readonly long MostBytes = Math.Min(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2, Patience() * BytesPerSecond);
    private static PosixSignalRegistration? _signal;
    private static int _count;
    private static long _bytes;

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
                file.GiveWay();
            }

            Wake.Wait(files.Length == 0 ? Timeout.InfiniteTimeSpan : Round);
        }
    }

    // Half of the seconds that the kernel lets a lease's holder have.
    private static long Patience()
    {
        try
        {
            return long.TryParse(File.ReadAllText("/proc/sys/fs/lease-break-time").Trim(), CultureInfo.InvariantCulture, out var seconds) ? seconds / 2 : 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
