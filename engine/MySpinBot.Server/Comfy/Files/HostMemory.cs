using System.Globalization;

namespace MySpinBot.Server.Comfy.Files;

/// <summary>The machine's memory.</summary>
/// <param name="Total">Bytes that there are for this process.</param>
/// <param name="Free">Bytes that nobody uses.</param>
internal readonly record struct HostMemory(long Total, long Free)
{
    /// <summary>As it is now.</summary>
    public static HostMemory Now()
    {
        // A container's bound, or the machine's memory.
        var info = GC.GetGCMemoryInfo();
        var (total, free) = (info.TotalAvailableMemoryBytes, info.TotalAvailableMemoryBytes - info.MemoryLoadBytes);
        try
        {
            foreach (var line in File.ReadLines("/proc/meminfo"))
            {
                if (line.StartsWith("MemAvailable:", StringComparison.Ordinal))
                {
                    free = long.Parse(line.AsSpan("MemAvailable:".Length).Trim().TrimEnd("kB"), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) << 10;
                    break;
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            // Other systems have no such file; what the runtime knows will do.
        }

        return new HostMemory(total, Math.Clamp(free, 0, total));
    }
}
