using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Runtime.Working;

/// <summary>Frames one after the other in memory that is used again.</summary>
internal sealed class FrameBuffer : IBufferWriter<byte>, IDisposable
{
    private const int UsualSize = 64 << 10;
    private const int MostKept = 1 << 20;

    private static readonly JsonTypeInfo<WorkerSignal> Signals = (JsonTypeInfo<WorkerSignal>)MessageJson.Options.GetTypeInfo(typeof(WorkerSignal));

    private readonly Utf8JsonWriter _json;
    private byte[] _bytes = new byte[UsualSize];
    private int _length;

    public FrameBuffer() => _json = new Utf8JsonWriter(this, new JsonWriterOptions { SkipValidation = true });

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > MostKept)
        {
            _bytes = new byte[UsualSize];
        }
    }

    /// <summary>Adds a signal with the bytes that it brings.</summary>
    public void Add(WorkerSignal signal, ReadOnlySpan<byte> bytes)
    {
        var start = Begin(signal);
        bytes.CopyTo(GetSpan(bytes.Length));
        Advance(bytes.Length);
        End(start);
    }

    /// <summary>Adds a signal that brings an event as JSON.</summary>
    public void Add(WorkerSignal signal, RunEvent happened)
    {
        var start = Begin(signal);
        _json.Reset();
        JsonSerializer.Serialize(_json, happened, EventLine.Type);
        End(start);
    }

    /// <summary>Adds a whole frame.</summary>
    public void Add(ReadOnlySpan<byte> frame)
    {
        frame.CopyTo(GetSpan(frame.Length));
        Advance(frame.Length);
    }

    /// <inheritdoc/>
    public void Advance(int count) => _length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_length);
    }

    private int Begin(WorkerSignal signal)
    {
        var start = _length;
        Reserve(Frame.HeaderSize);
        _length += Frame.HeaderSize;
        _json.Reset();
        JsonSerializer.Serialize(_json, signal, Signals);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(start + sizeof(int)), _length - start - Frame.HeaderSize);
        return start;
    }

    private void End(int start) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(start), _length - start - sizeof(int));

    private void Reserve(int size)
    {
        var wanted = _length + Math.Max(size, 1);
        if (wanted > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(wanted, _bytes.Length * 2));
        }
    }
}
