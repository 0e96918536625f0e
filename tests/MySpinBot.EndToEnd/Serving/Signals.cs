using System.Diagnostics;
using System.Globalization;

namespace MySpinBot.EndToEnd.Serving;

/// <summary>Signals to processes, and which processes there are.</summary>
internal static class Signals
{
    public static void Send(string name, int process)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{name} {process.ToString(CultureInfo.InvariantCulture)} 2>/dev/null"]);
        kill.WaitForExit();
    }

    public static IEnumerable<int> ChildrenOf(int process)
    {
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/task"))
        {
            string children;
            try
            {
                children = File.ReadAllText(Path.Join(thread, "children"));
            }
            catch (IOException)
            {
                continue; // the thread has ended meanwhile
            }

            foreach (var child in children.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return int.Parse(child, CultureInfo.InvariantCulture);
            }
        }
    }

    public static bool IsAlive(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}

/// <summary>Waiting for something to become true.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<Task<bool>> holds, TimeSpan patience, Func<string> otherwise)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(began) > patience)
            {
                throw new TimeoutException(otherwise());
            }

            await Task.Delay(25);
        }
    }
}
