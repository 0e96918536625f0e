using System.Runtime.InteropServices;

namespace MySpinBot.BadHabits;

/// <summary>Nodes that take their process with them, as native code does.</summary>
public sealed partial class Crashing(PluginSettings settings)
{
    /// <summary>Writes where nothing is, in native code. With a name, only as long as there is no file of it in the folder that the settings name, and leaves one behind.</summary>
    [Node("Segfault")]
    public string Segfault(string text, string once = "")
    {
        if (IsDue(once))
        {
            memset(16, 0, 1);
        }

        return text;
    }

    /// <summary>Calls abort, as a failed assertion in native code does.</summary>
    [Node("Abort")]
    public string Abort(string text, string once = "")
    {
        if (IsDue(once))
        {
            abort();
        }

        return text;
    }

    /// <summary>Ends the process as a program does that thinks it is one.</summary>
    [Node("Exit")]
    public string Exit(string text, string once = "")
    {
        if (IsDue(once))
        {
            Environment.Exit(3);
        }

        return text;
    }

    /// <summary>Prints past the framework, to what may be a pipe to somebody else.</summary>
    [Node("NativeChatter")]
    public static string NativeChatter(string text)
    {
        puts($"native chatter about {text}");
        _ = fflush(0);
        return text;
    }

    private bool IsDue(string once)
    {
        if (once.Length == 0)
        {
            return true;
        }

        var path = Path.Join(settings.Values.GetProperty("folder").GetString(), once);
        if (File.Exists(path))
        {
            return false;
        }

        File.WriteAllText(path, "");
        return true;
    }

#pragma warning disable IDE1006 // Names of the C library.
    [LibraryImport("libc")]
    private static partial nint memset(nint at, int value, nint count);

    [LibraryImport("libc")]
    private static partial void abort();

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int puts(string text);

    [LibraryImport("libc")]
    private static partial int fflush(nint stream);
#pragma warning restore IDE1006
}
