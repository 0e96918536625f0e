using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Memory;

/// <summary>How many bytes the engine may use on each device.</summary>
public static class DeviceBudget
{
    private const long LeastReserve = 512L << 20;
    private const long LeastBudget = 256L << 20;
    private const string Groups = "/sys/fs/cgroup";

    /// <summary>The budgets of this machine.</summary>
    /// <param name="memoryBudget">Bytes of host memory, where somebody said; else what is available now, less a reserve.</param>
    public static IReadOnlyDictionary<DeviceId, long> OfMachine(long? memoryBudget)
        => new Dictionary<DeviceId, long> { [DeviceId.Cpu] = memoryBudget ?? Of(Read()) };

    /// <summary>What is available less a reserve for everything that is not counted: a tenth of the memory, 512 MiB at the least.</summary>
    internal static long Of(MemoryReading reading)
    {
        var available = reading.Available ?? LeastReserve + LeastBudget;
        var reserve = Math.Max(LeastReserve, reading.Total == long.MaxValue ? 0 : reading.Total / 10);
        return Math.Max(LeastBudget, available - reserve);
    }

    internal static MemoryReading Read()
    {
        var own = Text("/proc/self/cgroup").Split('\n');
        var second = own.Where(line => line.StartsWith("0::", StringComparison.Ordinal)).Select(line => line[3..]);
        var first = own.Where(line => line.Contains(":memory:", StringComparison.Ordinal)).Select(line => line[(line.IndexOf(":memory:", StringComparison.Ordinal) + 8)..]);
        return new MemoryReading(
            Text("/proc/meminfo"),
            [
                .. second.SelectMany(path => Chain(Groups, path)).Select(folder => Group(folder, "memory.max", "memory.current")),
                .. first.SelectMany(path => Chain($"{Groups}/memory", path)).Select(folder => Group(folder, "memory.limit_in_bytes", "memory.usage_in_bytes")),
            ]);
    }

    // A limit of any group above counts too. Inside a container the path may not exist and the root is the container's own group.
    private static IEnumerable<string> Chain(string root, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var depth = parts.Length; depth >= 0; depth--)
        {
            yield return Path.Combine([root, .. parts[..depth]]);
        }
    }

    private static GroupReading Group(string folder, string limit, string current)
        => new(Text(Path.Combine(folder, limit)), Text(Path.Combine(folder, current)), Text(Path.Combine(folder, "memory.stat")));

    private static string Text(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : "";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
