using System.Buffers.Binary;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Runtime.Working;

/// <summary>Reads commands from the pipe, however they are cut in pieces.</summary>
/// <typeparam name="T">What commands are.</typeparam>
internal sealed class CommandReader<T>(Stream pipe)
    where T : class
{
    private const int UsualSize = 64 << 10;

    private byte[] _come = new byte[UsualSize];
    private int _length;

    /// <summary>Hands on every command with the bytes that it brings, which are good only until the handler returns. Returns when the server has closed the pipe.</summary>
    /// <exception cref="InvalidDataException">What comes is no command.</exception>
    /// <exception cref="IOException">The pipe is broken.</exception>
    public void ReadToEnd(Action<T, ReadOnlyMemory<byte>> handle)
    {
        while (true)
        {
            var used = 0;
            while (Frame.Read<T>(_come.AsMemory(used, _length - used), out var command, out var bytes) is > 0 and var size)
            {
                handle(command!, bytes);
                used += size;
            }

            MakeRoom(used);
            var read = pipe.Read(_come.AsSpan(_length));
            if (read == 0)
            {
                return;
            }

            _length += read;
        }
    }

    /// <summary>Moves what is left to the front, in a buffer that the frame which has begun fits in.</summary>
    private void MakeRoom(int used)
    {
        var left = _come.AsSpan(used, _length - used);
        // With a whole header the length was looked at, and is one that a frame may have.
        var wanted = left.Length >= Frame.HeaderSize ? BinaryPrimitives.ReadInt32LittleEndian(left) + sizeof(int) : 0;
        var size = Math.Max(UsualSize, Math.Max(wanted, left.Length + 1));
        if (size > _come.Length || (_come.Length > UsualSize && size == UsualSize))
        {
            var next = new byte[size];
            left.CopyTo(next);
            _come = next;
        }
        else
        {
            left.CopyTo(_come);
        }

        _length = left.Length;
    }
}
