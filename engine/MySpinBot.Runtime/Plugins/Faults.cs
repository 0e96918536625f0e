using System.Reflection;

namespace MySpinBot.Runtime.Plugins;

/// <summary>Turns what a plugin's code threw into words for the person who uses it.</summary>
internal static class Faults
{
    /// <summary>A sentence with the first cause; wrappers that reflection and type initialisers put around it are left out.</summary>
    public static string Sentence(Exception fault)
    {
        while (fault is TargetInvocationException or TypeInitializationException or AggregateException { InnerExceptions.Count: 1 } && fault.InnerException is { } inner)
        {
            fault = inner;
        }

        return fault switch
        {
            DllNotFoundException => $"a native library is missing: {FirstLine(fault.Message)}",
            FileNotFoundException { FileName: not null } missing => FirstLine(missing.Message),
            _ => $"{FirstLine(fault.Message)} ({fault.GetType().Name})",
        };
    }

    private static string FirstLine(string message) => message.AsSpan().Trim().IndexOf('\n') is var end and > 0 ? message.Trim()[..end].TrimEnd() : message.Trim();
}
