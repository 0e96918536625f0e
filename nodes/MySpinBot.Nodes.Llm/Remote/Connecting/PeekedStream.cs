namespace MySpinBot.Nodes.Llm.Remote.Connecting;

/// <summary>A stream whose beginning was looked at before it is read.</summary>
/// <param name="inner">The stream.</param>
internal sealed class PeekedStream(Stream inner) : Stream
{
    private readonly byte[] _seen = new byte[1024];
    private int _at;
    private int _count;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => inner.Length;

    /// <inheritdoc/>
    public override long Position { get => inner.Position - (_count - _at); set => throw new NotSupportedException("It is read once, from its beginning."); }

    /// <summary>The first byte that is no blank; null where there is none, or not soon. Nothing is taken away.</summary>
    public async ValueTask<byte?> PeekAsync(CancellationToken cancellation)
    {
        while (_count < _seen.Length && await inner.ReadAsync(_seen.AsMemory(_count), cancellation) is > 0 and var read)
        {
            _count += read;
            if (_seen.AsSpan(0, _count).IndexOfAnyExcept(" \t\r\n"u8) is >= 0 and var first)
            {
                return _seen[first];
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
        => TakeSeen(buffer.AsSpan(offset, count)) is > 0 and var taken ? taken : inner.Read(buffer, offset, count);

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => TakeSeen(buffer.Span) is > 0 and var taken ? new ValueTask<int>(taken) : inner.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("It is read once, from its beginning.");

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException("It is read only.");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read only.");

    private int TakeSeen(Span<byte> buffer)
    {
        var taken = Math.Min(buffer.Length, _count - _at);
        _seen.AsSpan(_at, taken).CopyTo(buffer);
        _at += taken;
        return taken;
    }
}
