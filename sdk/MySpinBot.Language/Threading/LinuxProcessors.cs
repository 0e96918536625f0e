using System.Diagnostics;
using System.Globalization;

namespace MySpinBot.Language;

/// <summary>Processors as Linux tells of them. Other systems, and containers that hide it, are taken for idle.</summary>
/// <param name="processes">Where processes are told of: <c>/proc</c>.</param>
/// <param name="processors">Where processors are: <c>/sys/devices/system/cpu</c>.</param>
internal sealed class LinuxProcessors(string processes, string processors) : IProcessorReading
{
    // USER_HZ, which is 100 on all that .NET runs on.
    private const double TicksPerSecond = 100;

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly HashSet<int> _allowed = Allowed(Path.Combine(processes, "self", "status"));

    /// <inheritdoc/>
    public int Cores
    {
        get
        {
            var whole = _allowed.Select(number => ReadOrNull(Path.Combine(processors, string.Create(CultureInfo.InvariantCulture, $"cpu{number}"), "topology", "thread_siblings_list")) ?? number.ToString(CultureInfo.InvariantCulture)).Distinct(StringComparer.Ordinal).Count();
            return whole == 0 ? Math.Max(1, Environment.ProcessorCount / 2) : Math.Min(whole, Environment.ProcessorCount);
        }
    }

    /// <inheritdoc/>
    public double Load
        => double.TryParse((ReadOrNull(Path.Combine(processes, "loadavg")) ?? "").Split(' ')[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var load) ? load : 0;

    /// <inheritdoc/>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    /// <inheritdoc/>
    public ProcessorUse Read()
    {
        var all = 0.0;
        foreach (var line in (ReadOrNull(Path.Combine(processes, "stat")) ?? "").Split('\n'))
        {
            // cpu0 user nice system idle iowait irq softirq steal …: all but idle and iowait is work, of other machines on this host too.
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 8 && words[0].StartsWith("cpu", StringComparison.Ordinal) && int.TryParse(words[0].AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && _allowed.Contains(number))
            {
                all += Number(words[1]) + Number(words[2]) + Number(words[3]) + Number(words[6]) + Number(words[7]) + Number(words[8]);
            }
        }

        return new ProcessorUse(Elapsed, TimeSpan.FromSeconds(all / TicksPerSecond), Environment.CpuUsage.TotalTime);
    }

    /// <summary>Numbers in a list like <c>0-3,8</c>.</summary>
    internal static IEnumerable<int> Numbers(string list)
    {
        foreach (var part in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            if (int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last) && last - first is >= 0 and < 4096)
            {
                for (var number = first; number <= last; number++)
                {
                    yield return number;
                }
            }
        }
    }

    private static HashSet<int> Allowed(string status)
    {
        const string label = "Cpus_allowed_list:";
        var line = (ReadOrNull(status) ?? "").Split('\n').FirstOrDefault(each => each.StartsWith(label, StringComparison.Ordinal));
        return line is null ? [] : [.. Numbers(line[label.Length..])];
    }

    private static double Number(string text) => double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string? ReadOrNull(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).TrimEnd() : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
