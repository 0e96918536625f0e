namespace MySpinBot.Sdk;

/// <summary>The last lines that a tool wrote, however much it writes and however long its lines are.</summary>
internal sealed class LastLines
{
    private const int MostLines = 100;
    private const int LongestLine = 400;

    private readonly Queue<string> _lines = new();
    private readonly System.Text.StringBuilder _line = new();

    /// <summary>Lines that are not empty, oldest first.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Reads to the end.</summary>
    public async Task ReadAsync(TextReader reader, CancellationToken cancellation)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellation) is var count and > 0)
        {
            foreach (var letter in buffer.AsSpan(0, count))
            {
                Take(letter);
            }
        }

        Take('\n');
    }

    private void Take(char letter)
    {
        if (letter is not ('\n' or '\r'))
        {
            _ = _line.Length < LongestLine ? _line.Append(char.IsControl(letter) ? ' ' : letter) : _line;
            return;
        }

        if (_line.ToString().Trim() is { Length: > 0 } line)
        {
            _lines.Enqueue(line);
        }

        if (_lines.Count > MostLines)
        {
            _lines.Dequeue();
        }

        _line.Clear();
    }
}
