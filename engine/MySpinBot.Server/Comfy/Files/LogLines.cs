using System.Globalization;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Comfy.Files;

/// <summary>The last lines of the log.</summary>
internal sealed class LogLines(TimeProvider time)
{
    private const int Most = 300;
    private const int MostCharacters = 4000;

    private readonly Queue<(string Time, string Line)> _lines = new();

    /// <summary>Takes note of a line.</summary>
    public void Add(WorkerLogged logged)
    {
        var message = logged.Message.Length <= MostCharacters ? logged.Message : logged.Message[..MostCharacters] + "…";
        var line = (time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture), $"[{logged.Level.ToUpperInvariant()}] {message}\n");
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > Most)
            {
                _lines.Dequeue();
            }
        }
    }

    /// <summary>The lines, oldest first.</summary>
    public (string Time, string Line)[] All()
    {
        lock (_lines)
        {
            return [.. _lines];
        }
    }
}
