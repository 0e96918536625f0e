using System.Buffers;

namespace MySpinBot.Runtime.Results;

/// <summary>Bytes on their way to the log.</summary>
internal sealed class LogBuffer : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[1 << 16];

    /// <summary>Bytes in it.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes.</summary>
    public Span<byte> Written => _bytes.AsSpan(0, Length);

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _bytes.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _bytes.AsSpan(Length);
    }

    /// <summary>Forgets what was written from here on.</summary>
    public void CutTo(int length) => Length = length;

    private void MakeRoom(int wanted)
    {
        if (_bytes.Length - Length < Math.Max(1, wanted))
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + wanted));
        }
    }
}
