using System.Diagnostics;
using System.Globalization;

namespace MySpinBot.Nodes.Tests;

/// <summary>Child processes of this test run that are still there.</summary>
internal static class Children
{
    public static IReadOnlyList<int> Named(string name) => [.. Process.GetProcessesByName(name).Where(process => ParentOf(process.Id) == Environment.ProcessId).Select(process => process.Id)];

    private static int ParentOf(int id)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
