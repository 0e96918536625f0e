using System.Text;

namespace MySpinBot.Server.Workers;

/// <summary>The lines that a worker and whatever runs in it write to standard error. They are read as they come, so that nobody in the worker waits for us; lines have a greatest length, and of a flood
/// only the first lines of each second are told.</summary>
internal sealed class ErrorLines(Stream pipe, TimeProvider time, Action<string> tell)
{
    private const int MostBytes = 4096;
    private const int MostInASecond = 200;

    private readonly byte[] _line = new byte[MostBytes];
    private int _length;
    private bool _isLong;
    private long _second;
    private int _told, _untold;

    /// <summary>The latest line that says something: not an empty one, nor one of a stack trace. Null before the first.</summary>
    public string? Last { get; private set; }

    /// <summary>Reads until the pipe is closed.</summary>
    public async Task ReadAsync()
    {
        var buffer = new byte[MostBytes];
        try
        {
            for (int come; (come = await pipe.ReadAsync(buffer).ConfigureAwait(false)) > 0;)
            {
                Take(buffer.AsSpan(0, come));
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Closed from our side: the worker is gone, and somebody else still holds its standard error.
        }

        EndLine();
        TellUntold();
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        for (var end = bytes.IndexOf((byte)'\n'); end >= 0; end = bytes.IndexOf((byte)'\n'))
        {
            Append(bytes[..end]);
            EndLine();
            bytes = bytes[(end + 1)..];
        }

        Append(bytes);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        var room = Math.Min(bytes.Length, MostBytes - _length);
        bytes[..room].CopyTo(_line.AsSpan(_length));
        _length += room;
        _isLong |= room < bytes.Length;
    }

    private void EndLine()
    {
        var line = Encoding.UTF8.GetString(_line, 0, _length).TrimEnd();
        (line, _length, _isLong) = (_isLong ? line + "…" : line, 0, false);
        if (line.Length > 0)
        {
            Last = char.IsWhiteSpace(line[0]) ? Last : line;
            Tell(line);
        }
    }

    private void Tell(string line)
    {
        var second = (long)time.GetElapsedTime(0, time.GetTimestamp()).TotalSeconds;
        if (second != _second)
        {
            TellUntold();
            (_second, _told) = (second, 0);
        }

        if (++_told <= MostInASecond)
        {
            tell(line);
        }
        else
        {
            _untold++;
        }
    }

    private void TellUntold()
    {
        if (_untold > 0)
        {
            tell($"… and {_untold} more lines.");
            _untold = 0;
        }
    }
}
