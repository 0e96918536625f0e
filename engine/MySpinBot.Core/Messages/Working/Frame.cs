using System.Buffers.Binary;
using System.Text.Json;

namespace MySpinBot.Core.Messages.Working;

/// <summary>One message between server and worker, and the bytes that it brings: <c>[length of all that follows: 4][length of the message: 4][message, JSON][bytes]</c>, lengths little-endian.</summary>
public static class Frame
{
    /// <summary>Bytes before the message.</summary>
    public const int HeaderSize = 8;

    /// <summary>The most bytes that a frame may have. Graphs, events and previews are bounded well below it.</summary>
    public const int MaxSize = 256 << 20;

    /// <summary>A whole frame.</summary>
    /// <typeparam name="T"><see cref="WorkerCommand"/> or <see cref="WorkerSignal"/>.</typeparam>
    public static byte[] Of<T>(T message, ReadOnlySpan<byte> bytes = default)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(message, MessageJson.Options);
        var frame = new byte[HeaderSize + json.Length + bytes.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - 4);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), json.Length);
        json.CopyTo(frame.AsSpan(HeaderSize));
        bytes.CopyTo(frame.AsSpan(HeaderSize + json.Length));
        return frame;
    }

    /// <summary>Reads the first frame of what has come.</summary>
    /// <param name="come">What has come.</param>
    /// <param name="message">The message; null where the frame is not complete yet.</param>
    /// <param name="bytes">What it brings: a part of <paramref name="come"/>.</param>
    /// <returns>How many bytes the frame took; 0 where it is not complete yet.</returns>
    /// <exception cref="InvalidDataException">This is no frame.</exception>
    public static int Read<T>(ReadOnlyMemory<byte> come, out T? message, out ReadOnlyMemory<byte> bytes)
        where T : class
    {
        (message, bytes) = (null, default);
        if (come.Length < HeaderSize)
        {
            return 0;
        }

        var rest = BinaryPrimitives.ReadInt32LittleEndian(come.Span);
        var json = BinaryPrimitives.ReadInt32LittleEndian(come.Span[4..]);
        if (rest is < 4 or > MaxSize || json < 0 || json > rest - 4)
        {
            throw new InvalidDataException("What came over the pipe is not a message: the lengths do not fit.");
        }

        if (come.Length < rest + 4)
        {
            return 0;
        }

        try
        {
            message = JsonSerializer.Deserialize<T>(come.Span.Slice(HeaderSize, json), MessageJson.Options) ?? throw new InvalidDataException("What came over the pipe is an empty message.");
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"What came over the pipe is not a message: {fault.Message}", fault);
        }

        bytes = come[(HeaderSize + json)..(rest + 4)];
        return rest + 4;
    }
}
