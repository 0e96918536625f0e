using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace MySpinBot.Server.Workers;

/// <summary>Starts processes that do for the server what might end it.</summary>
internal static class ChildStart
{
    /// <summary>Starts one: its streams are ours, it and all that it will start are known as a family, and where memory runs out it goes before the server.</summary>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public static (Process Process, string Family) Of(WorkerLaunch launch, params ReadOnlySpan<(string Name, string Value)> variables)
    {
        var family = Guid.NewGuid().ToString("N");
        var start = new ProcessStartInfo(launch.File, launch.Arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in launch.Variables)
        {
            start.Environment[name] = value;
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        start.Environment[Family.Variable] = family;
        var process = Process.Start(start)!;
        GoFirst(process.Id);
        return (process, family);
    }

    private static void GoFirst(int process)
    {
        try
        {
            File.WriteAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/oom_score_adj", "300");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It has ended already, or the system knows no such thing.
        }
    }
}
