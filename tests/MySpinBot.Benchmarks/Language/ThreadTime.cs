using System.Globalization;

namespace MySpinBot.Benchmarks.Language;

/// <summary>Processor time of one thread, which what other programs and other threads do distorts least.</summary>
/// <param name="folder">The thread's, under <c>/proc</c>.</param>
internal sealed class ThreadTime(string folder)
{
    /// <summary>Of the thread that asks.</summary>
    public static ThreadTime OfThis { get; } = new("/proc/thread-self");

    /// <summary>What it has used so far.</summary>
    public double Milliseconds => long.Parse(File.ReadAllText(Path.Join(folder, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture) / 1e6;
}
