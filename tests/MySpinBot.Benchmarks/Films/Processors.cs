using System.Diagnostics;
using System.Globalization;

namespace MySpinBot.Benchmarks.Films;

/// <summary>Time on the clock, and time of processors: of this process and of the children that have ended.</summary>
/// <param name="Wall">Milliseconds on the clock.</param>
/// <param name="Cpu">Milliseconds of all processors.</param>
internal readonly record struct Processors(double Wall, double Cpu)
{
    // In /proc/self/stat, counted behind the name: utime, stime, cutime, cstime. A hundredth of a second each.
    private const int FirstTime = 11;
    private const int Times = 4;
    private const double MillisecondsOfTick = 10;

    public static Processors operator /(Processors all, double count) => new(all.Wall / count, all.Cpu / count);

    /// <summary>What a work takes.</summary>
    public static async Task<Processors> OfAsync(Func<Task> work)
    {
        var (began, before) = (Stopwatch.GetTimestamp(), Used());
        await work();
        return new(Stopwatch.GetElapsedTime(began).TotalMilliseconds, Used() - before);
    }

    private static double Used()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        return MillisecondsOfTick * stat[(stat.LastIndexOf(')') + 2)..].Split(' ').Skip(FirstTime).Take(Times).Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture));
    }
}
