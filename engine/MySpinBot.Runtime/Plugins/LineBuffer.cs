using System.Text;

namespace MySpinBot.Runtime.Plugins;

/// <summary>Gathers characters into lines. Threads may share it.</summary>
internal sealed class LineBuffer(Action<string> write)
{
    private const int MaxLine = 4_096;

    private readonly Lock _lock = new();
    private readonly StringBuilder _line = new();

    /// <summary>Takes characters; every line that ends in them is handed on.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            foreach (var character in text)
            {
                if (character == '\n' || _line.Length == MaxLine)
                {
                    Flush();
                }

                if (character is not ('\n' or '\r'))
                {
                    _line.Append(character);
                }
            }
        }
    }

    /// <summary>Hands on what has no line end yet.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            if (_line.Length > 0)
            {
                var line = _line.ToString();
                _line.Clear();
                write(line);
            }
        }
    }
}
