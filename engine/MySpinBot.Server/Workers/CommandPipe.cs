using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Workers;

/// <summary>Writes commands to a worker. Whoever gives one never waits: commands queue up, bounded in bytes, and one thread writes them, as many at once as have come.</summary>
internal sealed class CommandPipe
{
    private const int BatchSize = 64 << 10;

    private readonly Queue<byte[]> _waiting = [];
    private readonly byte[] _batch = new byte[BatchSize];
    private readonly Stream _pipe;
    private long _bytes;
    private bool _closed;

    /// <summary>Starts the thread.</summary>
    /// <param name="pipe">Closed when this is.</param>
    public CommandPipe(Stream pipe)
    {
        _pipe = pipe;
        new Thread(Work) { IsBackground = true, Name = "worker commands" }.Start();
    }

    /// <summary>Queues a command, unless more than <paramref name="most"/> bytes would wait then.</summary>
    /// <returns>False where that is so. A command for a worker that is gone vanishes.</returns>
    public bool TryAdd(WorkerCommand command, ReadOnlySpan<byte> bytes, long most)
    {
        var frame = Frame.Of(command, bytes);
        lock (_waiting)
        {
            if (_closed)
            {
                return true;
            }

            if (_bytes + frame.Length > most)
            {
                return false;
            }

            _bytes += frame.Length;
            _waiting.Enqueue(frame);
            Monitor.Pulse(_waiting);
            return true;
        }
    }

    /// <summary>Lets go of what waits; closes the pipe as soon as nothing is being written to it.</summary>
    public void Close()
    {
        lock (_waiting)
        {
            _closed = true;
            _waiting.Clear();
            Monitor.Pulse(_waiting);
        }
    }

    private void Work()
    {
        try
        {
            using (_pipe)
            {
                while (NextFrame() is { } frame)
                {
                    Write(frame);
                }
            }
        }
        catch (IOException)
        {
            // The worker is gone. Whoever watches it says why.
            Close();
        }
    }

    private byte[]? NextFrame()
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0 && !_closed)
            {
                Monitor.Wait(_waiting);
            }

            return Take();
        }
    }

    // Small commands travel together: a write for each would be a wake-up of the worker for each.
    private void Write(byte[] frame)
    {
        var length = 0;
        for (var next = frame; next is not null; next = TakeLocked())
        {
            if (length + next.Length > BatchSize)
            {
                _pipe.Write(_batch, 0, length);
                length = 0;
            }

            if (next.Length > BatchSize)
            {
                _pipe.Write(next);
                continue;
            }

            next.CopyTo(_batch, length);
            length += next.Length;
        }

        _pipe.Write(_batch, 0, length);
    }

    private byte[]? TakeLocked()
    {
        lock (_waiting)
        {
            return Take();
        }
    }

    private byte[]? Take()
    {
        if (!_waiting.TryDequeue(out var frame))
        {
            return null;
        }

        _bytes -= frame.Length;
        return frame;
    }
}
