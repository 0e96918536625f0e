using System.Diagnostics;

namespace MySpinBot.Nodes.Tests;

/// <summary>Child processes that are still there.</summary>
internal static class Children
{
    /// <summary>Ids of processes of this name with a text among their arguments.</summary>
    public static IReadOnlyList<int> Named(string name, string argument)
        => [.. Process.GetProcessesByName(name).Where(process => ArgumentsOf(process.Id).Contains(argument, StringComparison.Ordinal)).Select(process => process.Id)];

    private static string ArgumentsOf(int id)
    {
        try
        {
            return File.ReadAllText(FormattableString.Invariant($"/proc/{id}/cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
