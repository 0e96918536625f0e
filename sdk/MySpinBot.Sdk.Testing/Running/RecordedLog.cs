namespace MySpinBot.Sdk.Testing;

/// <summary>A message of a node.</summary>
/// <param name="IsWarning">Whether it is a warning.</param>
/// <param name="Text">The message.</param>
public sealed record LoggedMessage(bool IsWarning, string Text);

/// <summary>Keeps what is logged.</summary>
internal sealed class RecordedLog : INodeLog
{
    private readonly List<LoggedMessage> _messages = [];

    public IReadOnlyList<LoggedMessage> Messages
    {
        get
        {
            lock (_messages)
            {
                return [.. _messages];
            }
        }
    }

    public void Info(string message) => Add(new LoggedMessage(false, message));

    public void Warn(string message) => Add(new LoggedMessage(true, message));

    private void Add(LoggedMessage message)
    {
        lock (_messages)
        {
            _messages.Add(message);
        }
    }
}
