using System.Buffers;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Artifacts;

/// <summary>Bytes being put together for the store, of any length, in pooled chunks as the tree hash wants them. Written once, then read by many; the last to let go gives the memory back.</summary>
internal sealed class Payload : Stream
{
    private const int SmallChunk = 256;

    private List<byte[]>? _further;
    private byte[] _first = ArrayPool<byte>.Shared.Rent(SmallChunk);
    private byte[] _last;
    private int _used;
    private int _holders = 1;

    public Payload() => _last = _first;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => ((ChunkCount - 1L) * TreeHash.ChunkSize) + _used;

    /// <inheritdoc/>
    public override long Position { get => Length; set => throw new NotSupportedException(); }

    /// <summary>How many chunks there are.</summary>
    public int ChunkCount => (_further?.Count ?? 0) + 1;

    /// <summary>The bytes where they fit one chunk.</summary>
    public ReadOnlySpan<byte> Small => _further is null ? _first.AsSpan(0, _used) : throw new InvalidOperationException("The payload has several chunks.");

    /// <summary>A chunk: all are full but the last.</summary>
    public ReadOnlyMemory<byte> ChunkAt(int index)
        => (index == 0 ? _first : _further![index - 1]).AsMemory(0, index == ChunkCount - 1 ? _used : TreeHash.ChunkSize);

    /// <summary>The content id of all bytes.</summary>
    public ContentId Hash() => TreeHash.OfChunks(Length, ChunkAt, CancellationToken.None);

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var room = MakeRoom(buffer.Length);
            var part = buffer[..Math.Min(room.Length, buffer.Length)];
            part.CopyTo(room);
            _used += part.Length;
            buffer = buffer[part.Length..];
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void WriteByte(byte value) => Write([value]);

    /// <summary>A stream over the bytes, for as long as the payload is held.</summary>
    public Stream OpenRead() => new PayloadReader(this);

    /// <summary>Keeps the memory for another reader; false where it was given back already.</summary>
    public bool TryHold()
    {
        for (var holders = Volatile.Read(ref _holders); holders > 0; holders = Volatile.Read(ref _holders))
        {
            if (Interlocked.CompareExchange(ref _holders, holders + 1, holders) == holders)
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Lets go; the last one gives the memory back. Not <c>Dispose</c>: a codec may close the stream that it was given.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            ArrayPool<byte>.Shared.Return(_first);
            _further?.ForEach(chunk => ArrayPool<byte>.Shared.Return(chunk));
        }
    }

    private Span<byte> MakeRoom(int wanted)
    {
        if (_used == TreeHash.ChunkSize)
        {
            _last = ArrayPool<byte>.Shared.Rent(TreeHash.ChunkSize);
            (_further ??= []).Add(_last);
            _used = 0;
        }
        else if (_further is null && _used + wanted > _first.Length && _first.Length < TreeHash.ChunkSize)
        {
            Grow((int)Math.Min(TreeHash.ChunkSize, Math.Max((long)_used + wanted, _first.Length * 4L)));
        }

        return _last.AsSpan(_used, Math.Min(_last.Length, TreeHash.ChunkSize) - _used);
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        _first.AsSpan(0, _used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_first);
        _first = _last = larger;
    }
}
