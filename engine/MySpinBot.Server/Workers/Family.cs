using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MySpinBot.Server.Workers;

/// <summary>A process and all that it started, and they in turn. A crashed worker's children belong to nobody that could name them, so they are known by a variable that all of them inherit.</summary>
internal static class Family
{
    /// <summary>The variable.</summary>
    public const string Variable = "MYSPINBOT_FAMILY";

    // Whoever starts processes while it is ended may be faster than we once or twice, not for ever.
    private const int MostRounds = 50;

    /// <summary>Ends whoever is left of a family.</summary>
    public static void End(string family)
    {
        var mark = Encoding.UTF8.GetBytes($"{Variable}={family}");
        for (var round = 0; round < MostRounds; round++)
        {
            var left = Living().Where(id => Has(id, mark)).ToList();
            if (left.Count == 0)
            {
                return;
            }

            left.ForEach(End);
        }
    }

    private static List<int> Living()
    {
        try
        {
            return Directory.EnumerateDirectories("/proc")
                .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
                .Where(id => id > 0).ToList();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return []; // a system without /proc: children end when their pipes close
        }
    }

    private static bool Has(int id, byte[] mark)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{id}/environ").AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false; // somebody else's, or it has just ended
        }
    }

    private static void End(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            process.WaitForExit(TimeSpan.FromSeconds(1));
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It ended by itself meanwhile.
        }
    }
}
