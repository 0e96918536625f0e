using Microsoft.Extensions.Logging;
using MySpinBot.Server.Logging;

namespace MySpinBot.Server;

/// <summary>What the framework warns of is told to whoever runs the server, in one line.</summary>
internal sealed class ReportLogging(ServerOptions options) : ILoggerProvider, ILogger
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
            var message = exception is null ? formatter(state, null) : $"{formatter(state, exception)} {exception}";
            options.Say(new LogEntry(logLevel >= LogLevel.Error ? LogLevel.Error : LogLevel.Warning, "web_server", message));
        }
    }

    public void Dispose()
    {
    }
}
