using System.Globalization;

namespace MySpinBot.EndToEnd;

/// <summary>What processes have of the memory, as Linux says it.</summary>
internal static class Memory
{
    /// <summary>The most that a process and the children that it has now had at any time, in bytes; each by itself, so that what they share counts more than once.</summary>
    public static long MostOf(int process) => Peak(process) + ChildrenOf(process).Sum(MostOf);

    private static IEnumerable<int> ChildrenOf(int process)
    {
        try
        {
            return [.. Directory.EnumerateDirectories($"/proc/{Text(process)}/task").SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static long Peak(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{Text(process)}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line["VmHWM:".Length..^"kB".Length], CultureInfo.InvariantCulture) << 10;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
