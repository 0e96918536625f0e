using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace MySpinBot.BadHabits;

/// <summary>Nodes that treat the process as theirs.</summary>
public static class Processes
{
    private const int StandardOutput = 1;

    /// <summary>Prints as native libraries do: to the descriptor, past all that .NET knows.</summary>
    [Node("Shout")]
    public static string Shout(string text)
    {
        var bytes = Encoding.UTF8.GetBytes($"{text} from below\n");
        _ = write(StandardOutput, bytes, bytes.Length);
        return text;
    }

    /// <summary>Starts a process that takes very long, says which it is, and waits for it.</summary>
    [Node("Nurse", Lane = Lane.Async)]
    public static async Task<string> Nurse(string text, NodeContext context)
    {
        using var child = Process.Start(new ProcessStartInfo("sleep", ["3600"]))!;
        context.Log.Info($"child {child.Id}");
        await child.WaitForExitAsync(CancellationToken.None);
        return text;
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint write(int descriptor, byte[] bytes, nint length);
}
