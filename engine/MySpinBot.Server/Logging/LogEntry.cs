using Microsoft.Extensions.Logging;

namespace MySpinBot.Server.Logging;

/// <summary>Something for the log: a sentence, and what it is about.</summary>
/// <param name="Level">How grave it is.</param>
/// <param name="Event">What happened, as a word for programs.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record LogEntry(LogLevel Level, string Event, string Message)
{
    /// <summary>The job.</summary>
    public Guid? Job { get; init; }

    /// <summary>The node.</summary>
    public string? Node { get; init; }

    /// <summary>Whose it is.</summary>
    public string? Owner { get; init; }

    /// <summary>The trace that it belongs to (W3C, 32 hexadecimal digits).</summary>
    public string? Trace { get; init; }

    /// <summary>The request.</summary>
    public string? Request { get; init; }

    /// <summary>The HTTP status that a request was answered with.</summary>
    public int? Status { get; init; }

    /// <summary>How long it took.</summary>
    public double? Milliseconds { get; init; }
}

/// <summary>How a server says things.</summary>
internal static class Saying
{
    /// <summary>Whether something of this level is heard. To be asked before anything is put together that is said often.</summary>
    public static bool Hears(this ServerOptions options, LogLevel level) => options.Log is not null && level >= options.LogLevel;

    /// <summary>Says something to whoever runs the server. Where there is no log, it is reported as a sentence, unless nobody needs to know it.</summary>
    public static void Say(this ServerOptions options, LogEntry entry)
    {
        if (options.Log is not { } log)
        {
            if (entry.Level >= LogLevel.Information)
            {
                options.Report(entry.Message);
            }
        }
        else if (entry.Level >= options.LogLevel)
        {
            log(entry);
        }
    }
}
