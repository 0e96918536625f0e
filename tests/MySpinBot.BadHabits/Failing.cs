using System.Runtime.InteropServices;

namespace MySpinBot.BadHabits;

/// <summary>Nodes that fail, each in its own way.</summary>
public static class Failing
{
    /// <summary>Fails as it should.</summary>
    [Node("Refuse")]
    public static string Refuse(string text) => throw new NodeFailure($"The text '{text}' is not wanted; any other would be right.") { Input = "text" };

    /// <summary>Fails with whatever came up.</summary>
    [Node("Throw")]
    public static string Throw(string text) => throw new InvalidOperationException($"no way with {text}");

    /// <summary>Touches what is not there.</summary>
    [Node("TouchNothing")]
    public static string TouchNothing(string text)
    {
        string nothing = null!;
        return nothing.Trim() + text;
    }

    /// <summary>Gives nothing.</summary>
    [Node("GiveNothing")]
    public static string GiveNothing(string text) => null!;

    /// <summary>Is of a class that cannot be initialised.</summary>
    [Node("BadBeginning")]
    public static string BadBeginning(string text) => Hollow.Name + text;

    /// <summary>Needs a library that is nowhere.</summary>
    [Node("MissNative")]
    public static long MissNative(string text) => answer(text.Length);

    /// <summary>Gives up on something of its own, though nobody cancelled.</summary>
    [Node("GiveUp")]
    public static string GiveUp(string text) => throw new TaskCanceledException("the other side hung up");

    [DllImport("libmyspinbot_of_nowhere.so")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long answer(int question);

    private static class Hollow
    {
        public static readonly string Name = Make();

        private static string Make() => throw new InvalidOperationException("the beginning is bad");
    }
}

/// <summary>A service that cannot be made.</summary>
[PluginService]
public sealed class Unmakeable
{
    /// <summary>Throws.</summary>
    public Unmakeable() => throw new InvalidOperationException("the service cannot be made");
}

/// <summary>Nodes that ask for it.</summary>
public sealed class Dependent(Unmakeable service)
{
    /// <summary>Never gets to run.</summary>
    [Node("NeedService")]
    public string NeedService(string text) => text + service;
}
