using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Workers;

/// <summary>Reads what a worker says from its pipe. One buffer serves all; it grows with what has come and not with what is announced, so lengths that lie cost nothing.</summary>
internal sealed class SignalPipe(Stream pipe)
{
    private const int Usual = 64 << 10;

    // Pictures make the buffer grow often; only what is beyond them is given back.
    private const int MostKept = 1 << 20;

    private byte[] _buffer = new byte[Usual];
    private int _start, _end;
    private volatile bool _waits;
    private long _come;

    /// <summary>Whether all that came was read, and the reader waits for more.</summary>
    public bool Waits => _waits;

    /// <summary>How many bytes have come.</summary>
    public long Come => Volatile.Read(ref _come);

    /// <summary>The next signal; null when there will be none: the pipe is closed.</summary>
    /// <param name="bytes">What it brings: a copy that may be kept.</param>
    /// <exception cref="InvalidDataException">What came is no signal. Nothing behind it can be understood.</exception>
    public WorkerSignal? Read(out ReadOnlyMemory<byte> bytes)
    {
        while (true)
        {
            var taken = Frame.Read<WorkerSignal>(_buffer.AsMemory(_start, _end - _start), out var signal, out var brought);
            if (taken > 0)
            {
                bytes = brought.ToArray();
                _start += taken;
                return signal;
            }

            if (!Fill())
            {
                bytes = default;
                return null;
            }
        }
    }

    /// <summary>Closes the pipe.</summary>
    public void Close() => pipe.Dispose();

    private bool Fill()
    {
        MakeRoom();
        _waits = true;
        var come = pipe.Read(_buffer, _end, _buffer.Length - _end);
        Volatile.Write(ref _come, _come + come);
        _waits = false;
        _end += come;
        return come > 0;
    }

    private void MakeRoom()
    {
        var held = _end - _start;
        var size = held == _buffer.Length ? _buffer.Length * 2 : held == 0 && _buffer.Length > MostKept ? Usual : _buffer.Length;
        var room = size == _buffer.Length ? _buffer : new byte[size];
        _buffer.AsSpan(_start, held).CopyTo(room);
        (_buffer, _start, _end) = (room, 0, held);
    }
}
