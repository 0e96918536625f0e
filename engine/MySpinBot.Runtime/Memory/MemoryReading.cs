using System.Globalization;

namespace MySpinBot.Runtime.Memory;

/// <summary>What the kernel says of memory, as texts: <c>/proc/meminfo</c>, and for each control group that this process is in its limit, use and statistics.</summary>
/// <param name="MemInfo">The text of <c>/proc/meminfo</c>.</param>
/// <param name="Groups">The control groups, from its own to the root.</param>
internal sealed record MemoryReading(string MemInfo, IReadOnlyList<GroupReading> Groups)
{
    /// <summary>Bytes in all: the machine's, or the least limit of a control group.</summary>
    public long Total => Groups.Select(group => group.LimitBytes).Append(Field(MemInfo, "MemTotal:", 1024) ?? long.MaxValue).Min();

    /// <summary>Bytes that could be used now without pushing out anybody; null where the kernel does not say.</summary>
    public long? Available
    {
        get
        {
            var machine = Field(MemInfo, "MemAvailable:", 1024);
            var least = Groups.Select(group => group.AvailableBytes).Append(machine ?? long.MaxValue).Min();
            return least == long.MaxValue ? null : Math.Max(0, least);
        }
    }

    /// <summary>The number after a name at the start of a line, times a unit.</summary>
    internal static long? Field(string text, string name, long unit)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] == ' '
                && line[name.Length..].TrimStart() is var rest
                && long.TryParse(rest[..(rest.IndexOf(' ') is var end and >= 0 ? end : rest.Length)], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                return value * unit;
            }
        }

        return null;
    }
}

/// <summary>A control group's memory files, version 1 or 2.</summary>
/// <param name="Limit"><c>memory.max</c> (a number or <c>max</c>) or <c>memory.limit_in_bytes</c>.</param>
/// <param name="Current"><c>memory.current</c> or <c>memory.usage_in_bytes</c>.</param>
/// <param name="Statistics"><c>memory.stat</c>.</param>
internal sealed record GroupReading(string Limit, string Current, string Statistics)
{
    // Version 1 writes "no limit" as a number near 2⁶³.
    private const long NoLimit = 1L << 60;

    /// <summary>The limit; <see cref="long.MaxValue"/> for none.</summary>
    public long LimitBytes
        => long.TryParse(Limit.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit < NoLimit ? limit : long.MaxValue;

    /// <summary>What is left below the limit; file pages that nobody has used for a while count as left.</summary>
    public long AvailableBytes
    {
        get
        {
            if (LimitBytes == long.MaxValue || !long.TryParse(Current.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var current))
            {
                return LimitBytes;
            }

            var reclaimable = MemoryReading.Field(Statistics, "total_inactive_file", 1) ?? MemoryReading.Field(Statistics, "inactive_file", 1) ?? 0;
            return LimitBytes - Math.Max(0, current - reclaimable);
        }
    }
}
