using Microsoft.Extensions.Logging;

namespace MySpinBot.Server;

/// <summary>What the framework warns of is told to whoever runs the server, in one line.</summary>
internal sealed class ReportLogging(Action<string> report) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            report(exception is null ? formatter(state, null) : $"{formatter(state, exception)} {exception}");
        }
    }

    public void Dispose()
    {
    }
}
