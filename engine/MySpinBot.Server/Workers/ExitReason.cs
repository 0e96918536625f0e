using System.Collections.Frozen;

namespace MySpinBot.Server.Workers;

/// <summary>What the end of a process tells, for people.</summary>
internal static class ExitReason
{
    /// <summary>The code of a process that was killed by SIGKILL.</summary>
    public const int Killed = 128 + 9;

    // Numbers of Linux. The framework gives 128 and the signal's number, so a program that ends by itself with such a code cannot be told from one that was killed; none of ours does.
    private static readonly FrozenDictionary<int, string> Signals = new Dictionary<int, string>
    {
        [1] = "SIGHUP: its terminal was closed",
        [2] = "SIGINT: somebody interrupted it",
        [3] = "SIGQUIT: somebody ended it",
        [4] = "SIGILL: native code was built for another processor, or is damaged",
        [5] = "SIGTRAP: native code gave up",
        [6] = "SIGABRT: native code or the runtime gave up; what it wrote before stands in the log",
        [7] = "SIGBUS: a mapped file became shorter, or its disk failed or is full",
        [8] = "SIGFPE: native code divided by zero",
        [9] = "SIGKILL: by somebody, or by the system for want of memory",
        [11] = "SIGSEGV: a plugin's native code touched memory that is not its own",
        [13] = "SIGPIPE: it wrote to something that was closed",
        [15] = "SIGTERM: somebody ended it",
        [24] = "SIGXCPU: it used up the time that the system gives it",
        [25] = "SIGXFSZ: a file became larger than the system lets it",
        [31] = "SIGSYS: it asked the system for something that it may not",
    }.ToFrozenDictionary();

    /// <summary>What an exit code tells, to be read after "the worker".</summary>
    public static string Of(int code) => code switch
    {
        > 128 when Signals.TryGetValue(code - 128, out var signal) => $"was killed by signal {code - 128} ({signal})",
        > 128 and <= 192 => $"was killed by signal {code - 128}",
        _ => $"ended with code {code}",
    };

    /// <summary>Whether the code tells of a signal that is not the one with which we end processes.</summary>
    public static bool IsSignalOfOthers(int code) => code is > 128 and <= 192 and not Killed;
}
